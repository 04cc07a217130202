{#
    Every raw row is staged, an exact duplicate of a staged row, or a reject with its reason; and a key is staged once.
    Arguments: the source's name, the table's name, and the key columns of the staging model (none: the whole row).
#}
{% test staged_once(model, source_name, table_name, key) %}

with

counted as (

    select
        (select count(*) from (select distinct * from {{ source(source_name, table_name) }}) as raw_rows) as raw_rows,
        (select count(*) from {{ model }}) as staged_rows,
        {% if key -%}
        (select count(*) from (select distinct {{ key | join(", ") }} from {{ model }}) as keys) as staged_keys,
        {%- else -%}
        (select count(*) from {{ model }}) as staged_keys,
        {%- endif %}
        (
            select count(*)
            from {{ ref("stg_" ~ source_name ~ "__rejects") }}
            where table_name = '{{ table_name }}'
        ) as rejected_rows

)

select * from counted
where raw_rows <> staged_rows + rejected_rows or staged_keys <> staged_rows

{% endtest %}
