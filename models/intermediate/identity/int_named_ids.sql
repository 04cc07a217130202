with

file_activities as (

    select * from {{ ref('stg_files__activities') }}

),

attribute_values as (

    select * from {{ ref('stg_files__attribute_values') }}

),

deals as (

    select * from {{ ref('stg_files__deals') }}

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

-- Where a row has an address too, that is who is meant.
named as (

    select contact_id from file_activities
    where email is null

    union

    select contact_id from attribute_values
    where email is null

    union

    select contact_id from deals

    union

    select contact_id from sales_feedback
    where email is null

    union

    select contact_id from survey_responses
    where email is null

    union

    select contact_id from invitations
    where email is null

    union

    select contact_id from reviews
    where email is null

    union

    select contact_id from web_events
    where email is null

    union

    select contact_id from product_events
    where email is null

),

named_ids as (

    select * from named
    where contact_id is not null

)

select * from named_ids
