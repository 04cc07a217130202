{# Whether a mail proxy or a filter, not the recipient, made an open of an e-mail. #}
{% macro is_machine_open(is_filtered, user_agent) -%}
    coalesce(
        {{ is_filtered }}
        or {{ user_agent }} = 'Mozilla/5.0'
        or {{ user_agent }} like '%GoogleImageProxy%',
        false
    )
{%- endmacro %}


{#
    Whether a security scanner, not the recipient, made a click in an e-mail: scanners follow every link as the e-mail arrives, or
    before it is let through. delivered_at is the sending where no delivery is told, null where neither is.
#}
{% macro is_scanner_click(is_filtered, clicked_at, delivered_at) -%}
    coalesce(
        {{ is_filtered }}
        or {{ clicked_at }} < {{ delivered_at }} + interval 10 second,
        false
    )
{%- endmacro %}
