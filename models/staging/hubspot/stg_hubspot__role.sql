with

source as (

    select * from {{ source('hubspot', 'role') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('hubspot', 'role') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as role_id,

        ---------- text
        nullif(trim(name), '') as role_name,

        ---------- booleans
        try_cast(requires_billing_write as boolean) as is_billing_writer,
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
