with

source as (

    select * from {{ source('hubspot', 'team') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'team') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as team_id,

        ---------- text
        nullif(trim(name), '') as team_name,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
