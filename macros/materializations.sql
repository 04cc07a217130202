{#
    A night builds into a new file: nothing has to be moved out of the way, kept as a backup and renamed, as dbt's own
    materialisations do for each model in a dozen statements. What stands in a development file is dropped first.
#}
{% materialization table, adapter="duckdb" %}
    {{ return(created_once("table")) }}
{% endmaterialization %}


{% materialization view, adapter="duckdb" %}
    {{ return(created_once("view")) }}
{% endmaterialization %}


{% macro created_once(type) %}
    {%- set target = this.incorporate(type=type) -%}
    {{ run_hooks(pre_hooks) }}
    {%- do drop_relation_if_exists(load_cached_relation(this)) %}
    {%- call statement("main") -%}
        {%- if type == "view" -%}
            {{ get_create_view_as_sql(target, sql) }}
        {%- else -%}
            {{ get_create_table_as_sql(false, target, sql) }}
        {%- endif -%}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {%- do persist_docs(target, model) -%}
    {{ adapter.commit() }}
    {{ return({"relations": [target]}) }}
{% endmacro %}
