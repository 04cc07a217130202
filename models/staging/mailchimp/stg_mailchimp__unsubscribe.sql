with

source as (

    select * from {{ source('mailchimp', 'unsubscribe') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('mailchimp', 'unsubscribe') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        campaign_id,
        member_id,
        list_id,

        ---------- text
        reason,

        ---------- times
        try_cast(timestamp as timestamp) as unsubscribed_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
