with

google_stats as (

    select * from {{ ref('stg_google_ads__campaign_stats') }}

),

facebook_stats as (

    select * from {{ ref('stg_facebook_ads__basic_ad') }}

),

facebook_actions as (

    select * from {{ ref('stg_facebook_ads__basic_ad_actions') }}

),

social_accounts as (

    select * from {{ ref('stg_files__social_accounts') }}

),

claims as (

    select * from {{ ref('int_facebook_ads_claims') }}

),

judged as (

    select
        'google_ads' as source_system,
        'campaign_stats' as table_name,
        concat_ws('|', report_row_id, ad_account_id, reported_on) as native_id,
        reported_on,
        cast(null as text) as reason
    from google_stats

    union all

    select
        'facebook_ads' as source_system,
        'basic_ad' as table_name,
        concat_ws('|', ad_id, reported_on) as native_id,
        reported_on,
        cast(null as text) as reason
    from facebook_stats

    union all

    select
        'facebook_ads' as source_system,
        'basic_ad_actions' as table_name,
        concat_ws(
            '|',
            facebook_actions.report_row_id,
            facebook_actions.ad_id,
            facebook_actions.reported_on,
            facebook_actions.action_number
        ) as native_id,
        facebook_actions.reported_on,
        case
            when facebook_actions.value is null then 'without a value'
            when claims.is_counted then null
            when claims.ad_id is not null
                then 'contained in another type of conversion'
            else 'of a kind that no fact counts'
        end as reason
    from facebook_actions
    left join claims
        on
            facebook_actions.ad_id = claims.ad_id
            and facebook_actions.reported_on = claims.reported_on
            and facebook_actions.action_type = claims.action_type

    union all

    select
        'files' as source_system,
        'social_accounts' as table_name,
        concat_ws('|', platform, account_id, day_on) as native_id,
        day_on as reported_on,
        cast(null as text) as reason
    from social_accounts

),

row_fates as (

    select
        source_system,
        table_name,
        native_id,
        case
            when reported_on >= {{ business_date(as_of()) }}
                then 'at or after the instant looked from'
            else reason
        end as reason
    from judged

)

select * from row_fates
