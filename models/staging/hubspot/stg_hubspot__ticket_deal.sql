with

source as (

    select * from {{ source('hubspot', 'ticket_deal') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'ticket_deal') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(ticket_id as bigint) as ticket_id,
        try_cast(deal_id as bigint) as deal_id,

        ---------- text
        category,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
