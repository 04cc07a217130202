with

referral_events as (

    select * from {{ ref('int_referral_events') }}

),

invitations as (

    select
        referrer_account_key as account_key,
        cast(
            date_trunc('month', {{ business_date('asked_at') }}) as date
        ) as month,
        count(*) as invitations_sent
    from referral_events
    where act_type = 'invitation' and referrer_account_key is not null
    group by 1, 2

)

select * from invitations
