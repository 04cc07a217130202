with

source as (

    select * from {{ source('mailchimp', 'automation_recipient') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason(
            'mailchimp', 'automation_recipient'
        ) }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        automation_email_id,
        member_id,
        list_id,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
