with

table_accounts as (

    select * from {{ ref('stg_landing__table_accounts') }}

),

row_fates as (

    select
        source_system,
        table_name,
        'rejected' as fate,
        'its contract rejects it: see rejected_rows' as reason,
        rejected_rows as landed_rows
    from table_accounts

    union all

    select
        source_system,
        table_name,
        'superseded' as fate,
        'a later version of this row was landed' as reason,
        superseded_rows as landed_rows
    from table_accounts

    union all

    select
        source_system,
        table_name,
        'copy' as fate,
        'exact copy of another row' as reason,
        copied_rows as landed_rows
    from table_accounts

),

left_out as (

    select * from row_fates
    where landed_rows > 0

)

select * from left_out
