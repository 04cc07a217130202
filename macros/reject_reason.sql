{#
    Why a raw row cannot be staged, or null when it can. Reads the source's contract (its YAML):
    - a key column must be there, and a typed column must be readable as its type;
    - a column's `meta: {accepted_values: [...]}` or `meta: {pattern: '...'}` limits its values;
    - the table's `meta: {latest_by: column}`: of several versions of one key, only the latest is staged.
    A reason names the column and the value, since a person will act on it.
#}
{% macro reject_reason(source_name, table_name) -%}
    {%- if not execute %}{{ return("null") }}{% endif -%}
    {%- set table = source_contract(source_name, table_name) -%}
    {%- set unreadable = unreadable_reason(table) -%}
    {%- if not table.config.meta.latest_by %}{{ return(unreadable) }}{% endif -%}
    coalesce({{ unreadable }}, case
        when row_number() over (
            partition by
                {{ unreadable }} is null
                {%- for name in table.config.meta.key %},
                {{ trimmed(table.columns[name]) }}
                {%- endfor %}
            order by
                {{ readable(table.columns[table.config.meta.latest_by]) }} desc nulls last
                {%- for column in table.columns.values() if column.data_type != "record" %},
                {{ adapter.quote(column.name) }}
                {%- endfor %}
        ) > 1 then 'a later version of this row was landed'
    end)
{%- endmacro %}


{# A raw column as its contract's type, null where it cannot be read so. #}
{% macro readable(column) -%}
    {%- if column.data_type in ("text", "record") %}{{ adapter.quote(column.name) }}
    {%- else %}try_cast({{ adapter.quote(column.name) }} as {{ column.data_type }})
    {%- endif %}
{%- endmacro %}


{# The same, without the blanks around a text. #}
{% macro trimmed(column) -%}
    {%- if column.data_type == "text" %}trim({{ readable(column) }}){% else %}{{ readable(column) }}{% endif %}
{%- endmacro %}


{# What is wrong with a raw row taken by itself. #}
{% macro unreadable_reason(table) -%}
    case
    {%- for column in table.columns.values() %}
        {%- set quoted = adapter.quote(column.name) %}
        {%- if column.name in table.config.meta.key or column.config.meta.required %}
        when nullif(trim(cast({{ quoted }} as text)), '') is null then '{{ column.name }} is missing'
        {%- endif %}
        {%- if column.data_type not in ("text", "record") %}
        when {{ quoted }} is not null and {{ readable(column) }} is null
            then '{{ column.name }} is not a {{ column.data_type }}: ' || cast({{ quoted }} as text)
        {%- endif %}
        {%- if column.config.meta.accepted_values %}
        when {{ quoted }} not in ('{{ column.config.meta.accepted_values | join("', '") }}')
            then '{{ column.name }} is not one of {{ column.config.meta.accepted_values | join(", ") }}: ' || {{ quoted }}
        {%- endif %}
        {%- if column.config.meta.pattern %}
        when not regexp_matches(cast({{ quoted }} as text), '{{ column.config.meta.pattern }}')
            then '{{ column.name }} does not match {{ column.config.meta.pattern }}: ' || cast({{ quoted }} as text)
        {%- endif %}
    {%- endfor %}
        when false then ''
    end
{%- endmacro %}


{# The rejected rows of one raw table, as they were landed. #}
{% macro rejected_rows(source_name, table_name) -%}
    select
        '{{ source_name }}' as source_system,
        '{{ table_name }}' as table_name,
        reject_reason,
        cast(raw_row as text) as raw_row
    from (
        select
            {{ reject_reason(source_name, table_name) }} as reject_reason,
            raw_row
        from (select distinct * from {{ source(source_name, table_name) }}) as raw_row
    ) as judged
    where reject_reason is not null
{%- endmacro %}


{# The contract of one source table, from its YAML. #}
{% macro source_contract(source_name, table_name) -%}
    {%- for table in graph.sources.values()
        if table.source_name == source_name and table.name == table_name -%}
        {{ return(table) }}
    {%- endfor -%}
    {{ exceptions.raise_compiler_error("No source " ~ source_name ~ "." ~ table_name ~ " is declared in models/staging") }}
{%- endmacro %}
