with

file_activities as (

    select * from {{ ref('stg_files__activities') }}

),

sales_feedback as (

    select * from {{ ref('stg_files__sales_feedback') }}

),

submissions as (

    select * from {{ ref('stg_hubspot__contact_form_submission') }}

),

activities as (

    select * from {{ ref('int_activities') }}
    where
        source_table in (
            'activities', 'sales_feedback', 'contact_form_submission'
        )

),

names as (

    select * from {{ ref('activities') }}

),

landed as (

    select
        'files' as source_system,
        'activities' as table_name,
        activity_id as native_id,
        is_deleted,
        occurred_at
    from file_activities

    union all

    select
        'files' as source_system,
        'sales_feedback' as table_name,
        feedback_id as native_id,
        false as is_deleted,
        given_at as occurred_at
    from sales_feedback

    union all

    select
        'hubspot' as source_system,
        'contact_form_submission' as table_name,
        concat_ws('|', contact_id, form_id, conversion_id, submitted_at)
            as native_id,
        false as is_deleted,
        submitted_at as occurred_at
    from submissions

),

streamed as (

    select
        activities.source_table as table_name,
        activities.source_id as native_id,
        names.activity is not null as is_named,
        coalesce(activities.person_key, activities.account_key) is not null
            as is_of_somebody
    from activities
    left join names on activities.activity = names.activity

),

row_fates as (

    select
        landed.source_system,
        landed.table_name,
        landed.native_id,
        case
            when streamed.is_named and streamed.is_of_somebody then null
            when not streamed.is_named then 'of a kind that no fact counts'
            when not streamed.is_of_somebody then 'of nobody known'
            when landed.is_deleted then 'deleted at the source'
            when landed.occurred_at is null then 'without an instant'
            when landed.occurred_at >= {{ as_of() }}
                then 'at or after the instant looked from'
            else 'for another reason'
        end as reason
    from landed
    left join streamed
        on
            landed.table_name = streamed.table_name
            and landed.native_id = streamed.native_id

)

select * from row_fates
