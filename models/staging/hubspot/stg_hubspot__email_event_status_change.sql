with

source as (

    select * from {{ source('hubspot', 'email_event_status_change') }}

),

renamed as (

    select

        ---------- ids
        id as email_event_id,

        ---------- text
        nullif(trim(portal_subscription_status), '') as subscription_status,
        nullif(trim(subscriptions), '') as subscriptions,
        nullif(trim(source), '') as source,
        nullif(lower(trim(requested_by)), '') as requested_by_email,

        ---------- booleans
        try_cast(bounced as boolean) as is_bounced,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
