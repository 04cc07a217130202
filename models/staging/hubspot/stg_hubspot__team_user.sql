with

source as (

    select * from {{ source('hubspot', 'team_user') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'team_user') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(team_id as bigint) as team_id,
        try_cast(user_id as bigint) as user_id,

        ---------- booleans
        try_cast(is_secondary_user as boolean) as is_secondary,
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
