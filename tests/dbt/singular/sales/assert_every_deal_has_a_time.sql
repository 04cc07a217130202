-- A deal of which no instant landed, not even that of its sync, is in no month
-- and no cycle: it is left out.
{{ config(severity='warn', meta={'owner': 'sales'}) }}

with

crm_deals as (

    select * from {{ ref('int_crm_deals') }}

),

file_deals as (

    select * from {{ ref('stg_files__deals') }}

),

findings as (

    select
        'hubspot.deal: deal ' || native_id || ' has no property_createdate, '
        || 'no stage with a date_entered and no _fivetran_synced, and is left '
        || 'out. Export one of them.' as finding
    from crm_deals
    where
        created_at is null
        and closed_at is null
        and known_at is null

    union all

    select
        'files.deals: deal ' || deal_id || ' has no created_at, closed_at or '
        || 'recorded_at, and is left out. Export one of them.' as finding
    from file_deals
    where
        not is_deleted
        and created_at is null
        and closed_at is null
        and recorded_at is null

)

select * from findings
