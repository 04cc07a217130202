with

source as (

    select * from {{ source('files', 'referral_invitations') }}

),

renamed as (

    select

        ---------- ids
        trim(invitation_id) as invitation_id,
        nullif(trim(company_id), '') as company_id,
        nullif(trim(contact_id), '') as contact_id,

        ---------- text
        nullif(lower(trim(email)), '') as email,
        nullif(lower(trim(invitee_email)), '') as invitee_email,

        ---------- times
        try_cast(sent_at as timestamptz) at time zone 'UTC' as sent_at,
        try_cast(accepted_at as timestamptz) at time zone 'UTC' as accepted_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(sent_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
