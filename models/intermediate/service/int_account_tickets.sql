with

customer_activities as (

    select * from {{ ref('int_customer_activities') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

tickets as (

    select
        account_links.account_key,
        cast(
            date_trunc(
                'month', {{ business_date('customer_activities.occurred_at') }}
            ) as date
        ) as month,
        count(*) as tickets_opened
    from customer_activities
    inner join account_links
        on
            customer_activities.account_system = account_links.source_system
            and customer_activities.account_native_id = account_links.native_id
    where
        customer_activities.activity = 'ticket_opened'
        and not customer_activities.is_deleted
        and customer_activities.occurred_at < {{ as_of() }}
    group by all

)

select * from tickets
