with

source as (

    select * from {{ source('files', 'deals') }}

),

renamed as (

    select

        ---------- ids
        trim(deal_id) as deal_id,
        nullif(trim(contact_id), '') as contact_id,
        nullif(trim(company_id), '') as company_id,

        ---------- text
        coalesce(kind, 'new_business') as kind,
        coalesce(outcome, 'open') as outcome,
        nullif(trim(reason), '') as reason,
        upper(currency) as currency,
        nullif(trim(owner), '') as owner_name,

        ---------- numbers
        try_cast(amount as decimal(18, 2)) as amount,

        ---------- booleans
        coalesce(try_cast(is_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(created_at as timestamptz) at time zone 'UTC' as created_at,
        try_cast(closed_at as timestamptz) at time zone 'UTC' as closed_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(created_at as timestamptz),
            try_cast(closed_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
