with

source as (

    select * from {{ source('mailchimp', 'automation_recipient') }}

),

renamed as (

    select

        ---------- ids
        automation_email_id,
        member_id,
        list_id,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
