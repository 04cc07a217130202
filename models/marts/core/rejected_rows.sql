with

hubspot as (

    select * from {{ ref('stg_hubspot__rejects') }}

),

mailchimp as (

    select * from {{ ref('stg_mailchimp__rejects') }}

),

google_ads as (

    select * from {{ ref('stg_google_ads__rejects') }}

),

facebook_ads as (

    select * from {{ ref('stg_facebook_ads__rejects') }}

),

ga4 as (

    select * from {{ ref('stg_ga4__rejects') }}

),

files as (

    select * from {{ ref('stg_files__rejects') }}

),

rejects as (

    select * from hubspot

    union all

    select * from mailchimp

    union all

    select * from google_ads

    union all

    select * from facebook_ads

    union all

    select * from ga4

    union all

    select * from files

)

select * from rejects
