with

source as (

    select * from {{ source('hubspot', 'email_event_open') }}

),

renamed as (

    select

        ---------- ids
        id as email_event_id,

        ---------- text
        nullif(trim(browser), '') as browser,
        nullif(trim(user_agent), '') as user_agent,
        nullif(trim(location), '') as location,

        ---------- numbers
        try_cast(duration as bigint) as duration_milliseconds,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
