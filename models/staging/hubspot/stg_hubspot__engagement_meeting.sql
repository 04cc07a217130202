with

source as (

    select * from {{ source('hubspot', 'engagement_meeting') }}

),

typed as (

    select
        *,
        coalesce(
            try_cast(property_hs_meeting_start_time as timestamp),
            try_cast(start_time as timestamp)
        ) as landed_start,
        coalesce(
            try_cast(property_hs_meeting_end_time as timestamp),
            try_cast(end_time as timestamp)
        ) as landed_end
    from source

),

-- Some versions of the connector read a meeting's seconds as milliseconds,
-- which puts it into January 1970: a thousand times as far is when it was.
dated as (

    select
        *,
        case
            when landed_start < timestamp '1971-01-01'
                then
                    timestamp '1970-01-01'
                    + (landed_start - timestamp '1970-01-01') * 1000
            else landed_start
        end as started_at,
        case
            when landed_end < timestamp '1971-01-01'
                then
                    timestamp '1970-01-01'
                    + (landed_end - timestamp '1970-01-01') * 1000
            else landed_end
        end as ended_at
    from typed

),

renamed as (

    select

        ---------- ids
        try_cast(engagement_id as bigint) as engagement_id,
        try_cast(property_hubspot_owner_id as bigint) as owner_id,
        try_cast(property_hubspot_team_id as bigint) as team_id,

        ---------- text
        nullif(trim(type), '') as engagement_type,
        coalesce(
            nullif(trim(property_hs_meeting_outcome), ''),
            nullif(trim(meeting_outcome), '')
        ) as outcome,
        nullif(trim(title), '') as title,
        nullif(trim(body), '') as body,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        coalesce(started_at, try_cast(property_hs_timestamp as timestamp))
            as occurred_at,
        started_at,
        ended_at,
        try_cast(property_hs_createdate as timestamp) as created_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from dated

)

select * from renamed
