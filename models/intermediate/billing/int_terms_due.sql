with

renewals as (

    select * from {{ ref('int_renewals') }}

),

terms_due as (

    select
        account_key,
        cast(date_trunc('month', due_on) as date) as month,
        count(*) as contracts_due,
        count(*) filter (where outcome = 'renewed') as contracts_renewed
    from renewals
    where due_on < {{ business_date(as_of()) }} and outcome <> 'pending'
    group by 1, 2

)

select * from terms_due
