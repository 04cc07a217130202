{#
    A system that does not exist makes every visit nobody's, and no number says why.
#}
{{ config(meta={'owner': 'data_engineering'}) }}

with

named as (

    select '{{ var("ga4_user_id_system") }}' as system_name

),

findings as (

    select
        'dbt_project.yml: vars.ga4_user_id_system is ' || system_name
        || ': name hubspot, files, mailchimp or email.' as finding
    from named
    where system_name not in ('hubspot', 'files', 'mailchimp', 'email')

)

select * from findings
