with

people as (

    select * from {{ ref('int_people') }}

),

-- A person who asked to be erased stays a number, and nothing more.
described as (

    select
        person_key,
        account_key,
        case when erased_at is null then email end as email,
        case when erased_at is null then first_name end as first_name,
        case when erased_at is null then last_name end as last_name,
        case when erased_at is null then job_title end as job_title,
        country,
        owner_name,
        source_channel,
        source_detail,
        first_seen_at,
        is_deleted,
        erased_at is not null as is_erased,
        erased_at
    from people

)

select * from described
