with

actions as (

    select * from {{ ref('stg_facebook_ads__basic_ad_actions') }}

),

platform_conversions as (

    select * from {{ ref('platform_conversions') }}

),

by_type as (

    select
        actions.ad_id,
        actions.reported_on,
        actions.action_type,
        '|' || platform_conversions.contained_in || '|' as contained_in,
        cast(sum(actions.value) as decimal(18, 6)) as claimed_conversions
    from actions
    inner join platform_conversions
        on actions.action_type = platform_conversions.action_type
    where
        platform_conversions.platform = 'facebook_ads'
        and platform_conversions.is_conversion
        and actions.value is not null
    group by
        actions.ad_id,
        actions.reported_on,
        actions.action_type,
        platform_conversions.contained_in

),

-- What a wider type of the same ad and day tells already is
-- not told a second time.
told_already as (

    select distinct
        by_type.ad_id,
        by_type.reported_on,
        by_type.action_type
    from by_type
    inner join by_type as wider
        on
            by_type.ad_id = wider.ad_id
            and by_type.reported_on = wider.reported_on
    where instr(by_type.contained_in, '|' || wider.action_type || '|') > 0

),

claims as (

    select
        by_type.ad_id,
        by_type.reported_on,
        by_type.action_type,
        by_type.claimed_conversions,
        told_already.ad_id is null as is_counted
    from by_type
    left join told_already
        on
            by_type.ad_id = told_already.ad_id
            and by_type.reported_on = told_already.reported_on
            and by_type.action_type = told_already.action_type

)

select * from claims
