with

source as (

    select * from {{ source('hubspot', 'email_campaign') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as email_campaign_id,
        try_cast(app_id as bigint) as app_id,
        try_cast(content_id as bigint) as content_id,

        ---------- text
        nullif(trim(name), '') as campaign_name,
        nullif(trim(subject), '') as subject,
        nullif(trim(type), '') as campaign_type,
        nullif(trim(sub_type), '') as campaign_sub_type,
        nullif(trim(app_name), '') as app_name,

        ---------- numbers
        try_cast(num_included as bigint) as recipients,
        try_cast(num_queued as bigint) as queued,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
