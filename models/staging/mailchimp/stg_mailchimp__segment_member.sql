with

source as (

    select * from {{ source('mailchimp', 'segment_member') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('mailchimp', 'segment_member') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(segment_id as bigint) as segment_id,
        member_id,
        list_id,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
