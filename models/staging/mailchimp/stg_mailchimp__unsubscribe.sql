with

source as (

    select * from {{ source('mailchimp', 'unsubscribe') }}

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

    from source

)

select * from renamed
