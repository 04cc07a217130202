with

source as (

    select * from {{ source('mailchimp', 'member') }}

),

renamed as (

    select

        ---------- ids
        id as member_id,
        list_id,
        unique_email_id,

        ---------- text
        nullif(lower(trim(email_address)), '') as email,
        merge_fname as first_name,
        merge_lname as last_name,
        status,
        email_client,
        email_type,
        language,
        country_code,
        timezone as time_zone,

        ---------- numbers
        try_cast(member_rating as bigint) as member_rating,

        ---------- booleans
        try_cast(vip as boolean) as is_vip,

        ---------- times
        try_cast(timestamp_signup as timestamp) as signed_up_at,
        try_cast(timestamp_opt as timestamp) as opted_in_at,
        try_cast(last_changed as timestamp) as changed_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
