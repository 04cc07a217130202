with

erasure_requests as (

    select * from {{ ref('stg_files__erasure_requests') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

named_by_requests as (

    select
        'email' as source_system,
        email as native_id,
        requested_at
    from erasure_requests

    union all

    select
        'files' as source_system,
        contact_id as native_id,
        requested_at
    from erasure_requests

),

erasures as (

    select
        person_links.person_key,
        min(named_by_requests.requested_at) as erased_at
    from named_by_requests
    inner join person_links
        on
            named_by_requests.source_system = person_links.source_system
            and named_by_requests.native_id = person_links.native_id
    where named_by_requests.requested_at < {{ as_of() }}
    group by person_links.person_key

)

select * from erasures
