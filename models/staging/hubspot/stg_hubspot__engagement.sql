with

source as (

    select * from {{ source('hubspot', 'engagement') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'engagement') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as engagement_id,

        ---------- text
        nullif(trim(type), '') as engagement_type,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
