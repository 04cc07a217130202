with

source as (

    select * from {{ source('facebook_ads', 'demographics_country') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason(
            'facebook_ads', 'demographics_country'
        ) }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        _fivetran_id as report_row_id,
        try_cast(account_id as bigint) as ad_account_id,

        ---------- text
        country as country_code,

        ---------- numbers
        try_cast(impressions as bigint) as impressions,
        try_cast(inline_link_clicks as bigint) as link_clicks,
        try_cast(reach as bigint) as reach,
        try_cast(frequency as double) as frequency,

        ---------- money
        try_cast(spend as decimal(18, 2)) as spend,

        ---------- days
        try_cast(date as date) as reported_on,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
