with

file_activities as (

    select * from {{ ref('stg_files__activities') }}

),

attribute_values as (

    select * from {{ ref('stg_files__attribute_values') }}

),

sales_feedback as (

    select * from {{ ref('stg_files__sales_feedback') }}

),

survey_responses as (

    select * from {{ ref('stg_files__survey_responses') }}

),

invitations as (

    select * from {{ ref('stg_files__referral_invitations') }}

),

reviews as (

    select * from {{ ref('stg_files__reviews') }}

),

web_events as (

    select * from {{ ref('stg_files__web_events') }}

),

product_events as (

    select * from {{ ref('stg_files__product_events') }}

),

named_people as (

    select
        contact_id,
        email
    from file_activities

    union

    select
        contact_id,
        email
    from attribute_values

    union

    select
        contact_id,
        email
    from sales_feedback

    union

    select
        contact_id,
        email
    from survey_responses

    union

    select
        contact_id,
        email
    from invitations

    union

    select
        contact_id,
        email
    from reviews

    union

    select
        contact_id,
        email
    from web_events

    union

    select
        contact_id,
        email
    from product_events

)

select * from named_people
