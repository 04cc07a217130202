with

source as (

    select * from {{ source('landing', 'table_accounts') }}

),

renamed as (

    select

        ---------- text
        source_system,
        table_name,

        ---------- numbers
        landed_rows,
        loaded_rows,
        rejected_rows,
        superseded_rows,
        copied_rows

    from source

)

select * from renamed
