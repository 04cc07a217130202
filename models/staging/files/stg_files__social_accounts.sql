with

source as (

    select * from {{ source('files', 'social_accounts') }}

),

renamed as (

    select

        ---------- ids
        trim(platform) as platform,
        trim(account_id) as account_id,

        ---------- numbers
        try_cast(followers as bigint) as followers,
        try_cast(reach as bigint) as reach,
        try_cast(impressions as bigint) as impressions,
        try_cast(engagements as bigint) as engagements,
        try_cast(link_clicks as bigint) as link_clicks,

        ---------- days
        try_cast(date as date) as day_on,

        ---------- times
        cast(try_cast(date as date) as timestamptz)
        at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
