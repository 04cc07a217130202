with

person_records as (

    select * from {{ ref('int_person_records') }}

),

facebook_actions as (

    select * from {{ ref('stg_facebook_ads__basic_ad_actions') }}

),

activities as (

    select * from {{ ref('int_activities') }}

),

deal_outcomes as (

    select * from {{ ref('int_deal_outcomes') }}

),

costs as (

    select * from {{ ref('stg_files__costs') }}

),

product_uses as (

    select * from {{ ref('stg_files__product_events') }}

),

landed as (

    select
        'source_channels' as list_name,
        case source_system
            when 'files' then 'files.contacts'
            else source_system || '.contact'
        end as table_name,
        source_value as word,
        count(*) as landed_rows
    from person_records
    group by 2, 3

    union all

    select
        'platform_conversions' as list_name,
        'facebook_ads.basic_ad_actions' as table_name,
        action_type as word,
        count(*) as landed_rows
    from facebook_actions
    group by 3

    union all

    select
        'activities' as list_name,
        source_system || '.' || source_table as table_name,
        activity as word,
        count(*) as landed_rows
    from activities
    group by 2, 3

    union all

    -- Whether a stage tells anything is judged where deals are.
    select
        'deal_pipeline_stage' as list_name,
        'hubspot.deal' as table_name,
        concat_ws('|', pipeline_id, stage_id) as word,
        count(*) as landed_rows
    from deal_outcomes
    where stage_id is not null and not is_deleted and not is_told
    group by 3

    union all

    select
        'channels' as list_name,
        'files.costs' as table_name,
        channel as word,
        count(*) as landed_rows
    from costs
    group by 3

    union all

    select
        'product_events' as list_name,
        'files.product_events' as table_name,
        event_name as word,
        count(*) as landed_rows
    from product_uses
    group by 3

)

select * from landed
