with

source as (

    select * from {{ source('landing', 'rejected_rows') }}

),

renamed as (

    select

        ---------- text
        source_system,
        table_name,
        reject_reason,
        raw_row

    from source

)

select * from renamed
