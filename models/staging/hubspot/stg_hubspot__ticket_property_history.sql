with

source as (

    select * from {{ source('hubspot', 'ticket_property_history') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'ticket_property_history') }}
            as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(ticket_id as bigint) as ticket_id,
        source_id,

        ---------- text
        name as property_name,
        value as property_value,
        source,

        ---------- times
        try_cast(timestamp_instant as timestamp) as changed_at,
        try_cast(_fivetran_start as timestamp) as started_at,
        -- The connector writes the year 9999 for a value that still holds.
        case
            when try_cast(_fivetran_end as timestamp) < timestamp '9999-01-01'
                then try_cast(_fivetran_end as timestamp)
        end as ended_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
