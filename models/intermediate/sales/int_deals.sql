{{ config(materialized="table") }}

with

judged_crm_deals as (

    select * from {{ ref('int_crm_deals') }}

),

file_deals as (

    select * from {{ ref('stg_files__deals') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

people as (

    select * from {{ ref('int_people') }}

),

unioned as (

    select * from judged_crm_deals

    union all

    select
        'files' as source_system,
        deal_id as native_id,
        contact_id as contact_native_id,
        company_id as company_native_id,
        kind,
        outcome,
        reason,
        amount,
        currency,
        owner_name,
        created_at,
        closed_at
    from file_deals
    where not is_deleted

),

-- Whatever happens at or after the instant looked from has not happened yet.
seen_from_as_of as (

    select
        {{ surrogate_key(['unioned.source_system', 'unioned.native_id']) }}
            as deal_key,
        unioned.source_system,
        unioned.native_id,
        person_links.person_key,
        coalesce(account_links.account_key, people.account_key) as account_key,
        unioned.kind,
        case
            when unioned.closed_at >= {{ as_of() }} then 'open'
            else unioned.outcome
        end as outcome,
        unioned.reason,
        unioned.amount,
        coalesce(unioned.currency, '{{ var("reporting_currency") }}')
            as currency,
        unioned.owner_name,
        coalesce(unioned.created_at, unioned.closed_at) as created_at,
        case
            when unioned.closed_at < {{ as_of() }} then unioned.closed_at
        end as closed_at
    from unioned
    left join person_links
        on
            unioned.source_system = person_links.source_system
            and unioned.contact_native_id = person_links.native_id
    left join people on person_links.person_key = people.person_key
    left join account_links
        on
            unioned.source_system = account_links.source_system
            and unioned.company_native_id = account_links.native_id
    where coalesce(unioned.created_at, unioned.closed_at) < {{ as_of() }}

)

select * from seen_from_as_of
