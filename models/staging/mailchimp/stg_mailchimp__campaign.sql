with

source as (

    select * from {{ source('mailchimp', 'campaign') }}

),

renamed as (

    select

        ---------- ids
        id as campaign_id,
        list_id,
        try_cast(segment_id as bigint) as segment_id,
        try_cast(template_id as bigint) as template_id,

        ---------- text
        title as campaign_title,
        subject_line as subject,
        type as campaign_type,
        status,
        content_type,
        from_name,
        reply_to,
        archive_url,

        ---------- numbers
        try_cast(test_size as bigint) as test_size,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,
        try_cast(track_opens as boolean) as is_tracking_opens,
        try_cast(track_html_clicks as boolean) as is_tracking_clicks,

        ---------- times
        try_cast(create_time as timestamp) as created_at,
        try_cast(send_time as timestamp) as sent_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
