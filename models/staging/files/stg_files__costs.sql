with

source as (

    select * from {{ source('files', 'costs') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('files', 'costs') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        trim(cost_id) as cost_id,

        ---------- text
        category,
        team,
        nullif(trim(channel), '') as channel,
        upper(currency) as currency,

        ---------- numbers
        try_cast(amount as decimal(18, 2)) as amount,

        ---------- days
        try_cast(incurred_on as date) as incurred_on,

        ---------- times
        cast(try_cast(incurred_on as date) as timestamptz)
        at time zone 'UTC' as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
