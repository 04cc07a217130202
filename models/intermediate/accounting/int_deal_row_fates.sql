with

crm_deals as (

    select * from {{ ref('stg_hubspot__deal') }}

),

merged_deals as (

    select * from {{ ref('stg_hubspot__merged_deal') }}

),

file_deals as (

    select * from {{ ref('stg_files__deals') }}

),

deals as (

    select * from {{ ref('int_deals') }}

),

merged_away as (

    select distinct merged_deal_id
    from merged_deals

),

landed as (

    select
        'hubspot' as source_system,
        'deal' as table_name,
        cast(crm_deals.deal_id as text) as native_id,
        crm_deals.is_deleted,
        merged_away.merged_deal_id is not null as is_merged_away,
        coalesce(crm_deals.created_at, crm_deals.closed_at) as created_at
    from crm_deals
    left join merged_away on crm_deals.deal_id = merged_away.merged_deal_id

    union all

    select
        'files' as source_system,
        'deals' as table_name,
        deal_id as native_id,
        is_deleted,
        false as is_merged_away,
        created_at
    from file_deals

),

row_fates as (

    select
        landed.source_system,
        landed.table_name,
        landed.native_id,
        case
            when deals.deal_key is not null then null
            when landed.is_merged_away then 'merged into another row'
            when landed.is_deleted then 'deleted at the source'
            when landed.created_at is null then 'without an instant'
            when landed.created_at >= {{ as_of() }}
                then 'at or after the instant looked from'
            else 'for another reason'
        end as reason
    from landed
    left join deals
        on
            landed.source_system = deals.source_system
            and landed.native_id = deals.native_id

)

select * from row_fates
