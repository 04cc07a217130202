with

source as (

    select * from {{ source('files', 'campaign_codes') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('files', 'campaign_codes') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        trim(platform) as platform,
        trim(campaign_id) as campaign_id,

        ---------- text
        trim(utm_source) as utm_source,
        nullif(trim(utm_medium), '') as utm_medium,
        nullif(trim(utm_campaign), '') as utm_campaign

    from judged
    where reject_reason is null

)

select * from renamed
