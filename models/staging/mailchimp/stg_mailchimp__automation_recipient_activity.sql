with

source as (

    select * from {{ source('mailchimp', 'automation_recipient_activity') }}

),

renamed as (

    select

        ---------- ids
        automation_email_id,
        member_id,
        list_id,

        ---------- text
        action,
        bounce_type,
        ip as ip_address,
        url,

        ---------- times
        try_cast(timestamp as timestamp) as occurred_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
