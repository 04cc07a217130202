with

source as (

    select * from {{ source('hubspot', 'deal_stage') }}

),

renamed as (

    select

        ---------- ids; a number may have been written as 12.0
        try_cast(deal_id as bigint) as deal_id,
        nullif(regexp_replace(trim(value), '[.]0$', ''), '')
            as stage_id,
        source_id,

        ---------- text
        source,

        ---------- booleans
        coalesce(try_cast(_fivetran_active as boolean), false) as is_current,

        ---------- times
        try_cast(date_entered as timestamp) as entered_at,
        try_cast(_fivetran_start as timestamp) as started_at,
        -- An open stay ends in a far year, which is not the same everywhere.
        case
            when not coalesce(try_cast(_fivetran_active as boolean), false)
                then try_cast(_fivetran_end as timestamp)
        end as ended_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
