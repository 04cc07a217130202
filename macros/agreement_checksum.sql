{#
    A query of agreement_version and content_checksum: the md5 of everything that
    a version's signatures stand for. Rows are taken in the order of their text,
    so moving them about in a seed changes nothing. This shows the checksum to
    write into agreement_versions.csv once a version is signed:
    dbt show --output json --inline "{{ agreement_checksum() }}"
#}
{% macro agreement_checksum() -%}
    {%- set agreed = {
        "agreement_versions": ["valid_from"],
        "qualification_rules": [
            "rule_id", "stage", "priority", "qualification_path",
            "cool_down_days",
        ],
        "rule_conditions": [
            "rule_id", "condition_group", "signal_kind", "signal",
            "aggregate", "operator", "value", "window_days",
        ],
        "exclusions": ["attribute", "value", "reason"],
        "score_lines": [
            "score_line_id", "axis", "point_group", "signal_kind", "signal",
            "operator", "value", "points", "half_life_days",
        ],
        "score_groups": ["axis", "point_group", "highest_points"],
        "score_grades": ["axis", "grade", "lowest_score"],
        "promises": [
            "promise_id", "team", "source_channel", "promised_per_week",
            "is_prorated", "lowest_attainment", "highest_attainment",
            "capacity_per_week", "dispute_window_days",
        ],
        "sla_policies": [
            "policy_id", "priority", "source_channel", "qualification_path",
            "country", "target_minutes", "calendar_id",
        ],
        "ambassador_acts": ["act_type", "lowest_rating"],
        "engagement_lines": ["activity", "points", "highest_count"],
        "satisfaction_signals": ["signal", "lowest_score"],
        "ideal_customers": ["attribute", "operator", "value"],
    } -%}
    select
        agreement_version,
        md5({{ joined_in_order("line") }}) as content_checksum
    from (
    {%- for seed, columns in agreed.items() %}
        select
            agreement_version,
            concat_ws(chr(31), '{{ seed }}'
            {%- for column in columns -%}
                , coalesce(cast({{ column }} as {{ dbt.type_string() }}), '')
            {%- endfor %}) as line
        from {{ ref(seed) }}
        {{- "\n        union all" if not loop.last }}
    {%- endfor %}
    ) as agreed_lines
    group by agreement_version
{%- endmacro %}


{# The texts of a group as one text, in the order of the texts themselves. #}
{% macro joined_in_order(text) -%}
    {{ return(adapter.dispatch("joined_in_order")(text)) }}
{%- endmacro %}

{% macro default__joined_in_order(text) -%}
    string_agg({{ text }}, chr(30) order by {{ text }})
{%- endmacro %}

{% macro spark__joined_in_order(text) -%}
    array_join(array_sort(collect_list({{ text }})), chr(30))
{%- endmacro %}
