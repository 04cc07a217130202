with

source as (

    select * from {{ source('google_ads', 'ad_group_criterion_history') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason(
            'google_ads', 'ad_group_criterion_history'
        ) }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as criterion_id,
        try_cast(ad_group_id as bigint) as ad_group_id,
        try_cast(base_campaign_id as bigint) as campaign_id,

        ---------- text
        type as criterion_type,
        status,
        keyword_match_type as match_type,
        keyword_text,

        ---------- booleans
        try_cast(_fivetran_active as boolean) as is_current,

        ---------- times
        try_cast(updated_at as timestamp) as updated_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
