with

source as (

    select * from {{ source('mailchimp', 'automation_email') }}

),

renamed as (

    select

        ---------- ids
        id as automation_email_id,
        automation_id,
        try_cast(template_id as bigint) as template_id,

        ---------- text
        title as email_title,
        subject_line as subject,
        status,
        content_type,
        from_name,
        reply_to,
        archive_url,
        delay_type,
        delay_direction,
        delay_action,

        ---------- numbers
        try_cast(position as bigint) as position,
        try_cast(delay_amount as bigint) as delay_amount,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(create_time as timestamp) as created_at,
        try_cast(start_time as timestamp) as started_at,
        try_cast(send_time as timestamp) as sent_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
