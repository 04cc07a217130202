{#
    The intervals [starts_at, ends_at) of one subject never overlap; an interval without an end goes on, one of no length covers nothing.
    Arguments: subject, a list of columns; starts_at and ends_at, columns.
#}
{% test no_overlap(model, subject, starts_at, ends_at) %}

with

intervals as (

    select
        {{ subject | join(",\n        ") }},
        {{ starts_at }} as starts_at,
        {{ ends_at }} as ends_at,
        max(coalesce({{ ends_at }}, timestamp '9999-12-31')) over (
            partition by {{ subject | join(", ") }}
            order by {{ starts_at }}, coalesce({{ ends_at }}, timestamp '9999-12-31')
            rows between unbounded preceding and 1 preceding
        ) as occupied_until
    from {{ model }}

)

select * from intervals
where starts_at < occupied_until or ends_at < starts_at

{% endtest %}
