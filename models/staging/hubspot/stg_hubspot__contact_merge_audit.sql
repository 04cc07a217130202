with

source as (

    select * from {{ source('hubspot', 'contact_merge_audit') }}

),

renamed as (

    select

        ---------- ids
        try_cast(canonical_vid as bigint) as surviving_contact_id,
        try_cast(vid_to_merge as bigint) as merged_contact_id,
        try_cast(contact_id as bigint) as contact_id,
        try_cast(user_id as bigint) as user_id,

        ---------- text
        nullif(trim(first_name), '') as first_name,
        nullif(trim(last_name), '') as last_name,

        ---------- numbers
        try_cast(num_properties_moved as bigint) as moved_properties,

        ---------- times
        try_cast(timestamp as timestamp) as merged_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
