with

source as (

    select * from {{ source('hubspot', 'merged_deal') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'merged_deal') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(deal_id as bigint) as surviving_deal_id,
        try_cast(merged_deal_id as bigint) as merged_deal_id,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
