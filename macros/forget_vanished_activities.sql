{# Every landing is whole: an activity that is no longer landed leaves the stream too. A first build has nothing to forget. #}
{% macro forget_vanished_activities() -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where activity_key not in (select activity_key from {{ ref("int_keyed_activities") }})
    {%- endif -%}
{%- endmacro %}
