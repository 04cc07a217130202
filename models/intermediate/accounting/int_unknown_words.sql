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

crm_deals as (

    select * from {{ ref('stg_hubspot__deal') }}

),

costs as (

    select * from {{ ref('stg_files__costs') }}

),

product_uses as (

    select * from {{ ref('stg_files__product_events') }}

),

source_channels as (

    select * from {{ ref('source_channels') }}

),

platform_conversions as (

    select * from {{ ref('platform_conversions') }}
    where platform = 'facebook_ads'

),

activity_names as (

    select * from {{ ref('activities') }}

),

stages as (

    select * from {{ ref('stg_hubspot__deal_pipeline_stage') }}

),

channels as (

    select * from {{ ref('channels') }}

),

product_event_names as (

    select * from {{ ref('product_events') }}

),

known as (

    select
        'source_channels' as list_name,
        source_value as word
    from source_channels

    union all

    select
        'platform_conversions' as list_name,
        action_type as word
    from platform_conversions

    union all

    select
        'activities' as list_name,
        activity as word
    from activity_names

    union all

    select
        'deal_pipeline_stage' as list_name,
        concat_ws('|', pipeline_id, stage_id) as word
    from stages

    union all

    select
        'channels' as list_name,
        channel as word
    from channels

    union all

    select
        'product_events' as list_name,
        event_name as word
    from product_event_names

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

    select
        'deal_pipeline_stage' as list_name,
        'hubspot.deal' as table_name,
        concat_ws('|', pipeline_id, stage_id) as word,
        count(*) as landed_rows
    from crm_deals
    where stage_id is not null and not is_deleted
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

),

unknown_words as (

    select
        landed.list_name,
        landed.word,
        cast(sum(landed.landed_rows) as bigint) as landed_rows,
        min(landed.table_name) as first_table
    from landed
    left join known
        on
            landed.list_name = known.list_name
            and landed.word = known.word
    where landed.word is not null and known.word is null
    group by 1, 2

)

select * from unknown_words
