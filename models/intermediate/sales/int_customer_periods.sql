{{ config(materialized="table") }}

with

subject_deals as (

    select * from {{ ref('int_subject_deals') }}

),

churns as (

    select * from {{ ref('int_account_churns') }}

),

-- A win makes a customer until the first churn after it.
wins as (

    select
        subject_deals.subject_type,
        subject_deals.subject_key,
        subject_deals.deal_key,
        subject_deals.closed_at as started_at,
        min(churns.churned_at) as ended_at
    from subject_deals
    left join churns
        on
            subject_deals.account_key = churns.account_key
            and subject_deals.closed_at < churns.churned_at
    where
        subject_deals.kind = 'new_business'
        and subject_deals.outcome = 'won'
    group by
        subject_deals.subject_type,
        subject_deals.subject_key,
        subject_deals.deal_key,
        subject_deals.closed_at

),

periods as (

    select
        subject_type,
        subject_key,
        min(started_at) as started_at,
        ended_at
    from wins
    group by subject_type, subject_key, ended_at

)

select * from periods
