with

source as (

    select * from {{ source('files', 'campaign_codes') }}

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

    from source

)

select * from renamed
