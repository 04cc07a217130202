with

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
        'channels' as list_name,
        channel as word
    from channels

    union all

    select
        'product_events' as list_name,
        event_name as word
    from product_event_names

)

select * from known
