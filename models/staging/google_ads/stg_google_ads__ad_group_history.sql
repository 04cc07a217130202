with

source as (

    select * from {{ source('google_ads', 'ad_group_history') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('google_ads', 'ad_group_history') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as ad_group_id,
        try_cast(campaign_id as bigint) as campaign_id,

        ---------- text
        name as ad_group_name,
        campaign_name,
        type as ad_group_type,
        status,

        ---------- booleans
        try_cast(_fivetran_active as boolean) as is_current,

        ---------- times
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
