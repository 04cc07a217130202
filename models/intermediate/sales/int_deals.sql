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
        case when outcome <> 'open' then closed_at end as closed_at,
        recorded_at as known_at
    from file_deals
    where not is_deleted

),

-- A deal of which nobody knows when it began is there since it closed, an open
-- one since it was first heard of.
begun as (

    select
        *,
        coalesce(
            created_at,
            case when closed_at < {{ as_of() }} then closed_at end,
            known_at
        ) as begun_at
    from unioned

),

-- Whatever happens at or after the instant looked from has not happened yet.
seen_from_as_of as (

    select
        {{ surrogate_key(['begun.source_system', 'begun.native_id']) }}
            as deal_key,
        begun.source_system,
        begun.native_id,
        person_links.person_key,
        coalesce(account_links.account_key, people.account_key) as account_key,
        begun.kind,
        case
            when begun.closed_at >= {{ as_of() }} then 'open'
            else begun.outcome
        end as outcome,
        begun.reason,
        begun.amount,
        coalesce(begun.currency, '{{ var("reporting_currency") }}')
            as currency,
        begun.owner_name,
        begun.begun_at as created_at,
        case
            when begun.closed_at < {{ as_of() }} then begun.closed_at
        end as closed_at
    from begun
    left join person_links
        on
            begun.source_system = person_links.source_system
            and begun.contact_native_id = person_links.native_id
    left join people on person_links.person_key = people.person_key
    left join account_links
        on
            begun.source_system = account_links.source_system
            and begun.company_native_id = account_links.native_id
    where begun.begun_at < {{ as_of() }}

)

select * from seen_from_as_of
