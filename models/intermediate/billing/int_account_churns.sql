with

contracts as (

    select * from {{ ref('int_contracts') }}

),

-- Contracts that touch or overlap are one unbroken relation.
ordered as (

    select
        account_key,
        started_on,
        coalesce(ended_on, date '9999-12-31') as ended_on,
        max(coalesce(ended_on, date '9999-12-31')) over (
            partition by account_key
            order by started_on, contract_id
            rows between unbounded preceding and 1 preceding
        ) as ended_before_on
    from contracts
    where
        account_key is not null
        and (ended_on is null or ended_on > started_on)

),

numbered as (

    select
        account_key,
        ended_on,
        sum(
            case
                when ended_before_on is null or started_on > ended_before_on
                    then 1
                else 0
            end
        ) over (
            partition by account_key
            order by started_on
            rows between unbounded preceding and current row
        ) as relation_no,
        started_on
    from ordered

),

relations as (

    select
        account_key,
        relation_no,
        min(started_on) as started_on,
        max(ended_on) as churned_on
    from numbered
    group by account_key, relation_no

),

churns as (

    select
        account_key,
        started_on,
        churned_on,
        {{ day_start('churned_on') }} as churned_at
    from relations
    where {{ day_start('churned_on') }} < {{ as_of() }}

)

select * from churns
