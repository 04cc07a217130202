with

source as (

    select * from {{ source('mailchimp', 'campaign_recipient') }}

),

renamed as (

    select

        ---------- ids
        campaign_id,
        member_id,
        list_id,
        combination_id,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
