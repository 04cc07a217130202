with

source as (

    select * from {{ source('mailchimp', 'campaign_recipient_activity') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason(
            'mailchimp', 'campaign_recipient_activity'
        ) }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        campaign_id,
        member_id,
        list_id,
        combination_id,

        ---------- text
        action,
        bounce_type,
        ip as ip_address,
        url,

        ---------- times
        try_cast(timestamp as timestamp) as occurred_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
