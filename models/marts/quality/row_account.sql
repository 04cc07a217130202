with

row_fates as (

    select * from {{ ref('int_row_fates') }}

),

landed_row_fates as (

    select * from {{ ref('int_landed_row_fates') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_system, table_name, reason
            order by native_id
        ) as example_no
    from row_fates

),

counted as (

    select
        source_system,
        table_name,
        case when reason is null then 'used' else 'set_aside' end as fate,
        coalesce(reason, 'a fact counts it') as reason,
        cast(sum(landed_rows) as bigint) as landed_rows,
        replace(
            {{ joined_in_order(
                'case when example_no <= 5 then native_id end'
            ) }},
            chr(30),
            ', '
        ) as example_ids
    from numbered
    group by source_system, table_name, reason

),

account as (

    select * from counted

    union all

    select
        source_system,
        table_name,
        fate,
        reason,
        landed_rows,
        cast(null as text) as example_ids
    from landed_row_fates

)

select * from account
