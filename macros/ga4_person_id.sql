{#
    The id of a person that the site told GA4, as its system writes it: an address in lower case without blanks around it.
    var ga4_user_id_system says which system's ids they are. No user id is none.
#}
{% macro ga4_person_id(user_id) -%}
    {%- if var("ga4_user_id_system") in ("email", "mailchimp") -%}
    nullif(lower(trim({{ user_id }})), '')
    {%- else -%}
    nullif(trim({{ user_id }}), '')
    {%- endif -%}
{%- endmacro %}
