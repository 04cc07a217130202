with

row_fates as (

    select * from {{ ref('int_row_fates') }}

),

set_aside as (

    select
        source_system,
        table_name,
        native_id,
        reason,
        landed_rows
    from row_fates
    where reason is not null

)

select * from set_aside
