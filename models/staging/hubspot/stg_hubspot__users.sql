with

source as (

    select * from {{ source('hubspot', 'users') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'users') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as user_id,
        try_cast(primary_team_id as bigint) as primary_team_id,
        try_cast(role_id as bigint) as role_id,

        ---------- text
        nullif(lower(trim(email)), '') as email,
        nullif(trim(first_name), '') as first_name,
        nullif(trim(last_name), '') as last_name,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
