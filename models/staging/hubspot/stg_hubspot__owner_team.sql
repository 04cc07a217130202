with

source as (

    select * from {{ source('hubspot', 'owner_team') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'owner_team') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(owner_id as bigint) as owner_id,
        try_cast(team_id as bigint) as team_id,

        ---------- booleans
        try_cast(is_team_primary as boolean) as is_primary,
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
