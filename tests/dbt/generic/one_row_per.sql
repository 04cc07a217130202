{#
    One row per key: every column of the key is there, and no two rows share a key.
    Argument: columns, a list of at least one column name, none named twice.
#}
{% test one_row_per(model, columns) %}

{%- if columns is string or columns is not sequence or not columns %}
    {{ exceptions.raise_compiler_error(
        "one_row_per of " ~ model ~ ": columns must be a list of column names, and is " ~ columns
        ~ ". Write columns: [first_column, second_column]."
    ) }}
{%- elif columns | unique | list | length < columns | length %}
    {{ exceptions.raise_compiler_error(
        "one_row_per of " ~ model ~ ": a column is named twice in columns " ~ columns
        ~ ". Name each column of the key once."
    ) }}
{%- endif %}

with

keys as (

    select
        {{ columns | join(",\n        ") }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(", ") }}

)

select * from keys
where row_count > 1 or {{ columns | join(" is null or ") }} is null

{% endtest %}
