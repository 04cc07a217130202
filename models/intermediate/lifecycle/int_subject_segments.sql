with

people as (

    select * from {{ ref('int_people') }}

),

accounts as (

    select * from {{ ref('int_accounts') }}

),

segments as (

    select
        'person' as subject_type,
        person_key as subject_key,
        'all' as segment_type,
        'all' as segment_value
    from people

    union all

    select
        'person' as subject_type,
        person_key as subject_key,
        'source_channel' as segment_type,
        source_channel as segment_value
    from people

    union all

    select
        'person' as subject_type,
        person_key as subject_key,
        'country' as segment_type,
        coalesce(country, 'unknown') as segment_value
    from people

    union all

    select
        'account' as subject_type,
        account_key as subject_key,
        'all' as segment_type,
        'all' as segment_value
    from accounts

    union all

    select
        'account' as subject_type,
        account_key as subject_key,
        'country' as segment_type,
        coalesce(country, 'unknown') as segment_value
    from accounts

)

select * from segments
