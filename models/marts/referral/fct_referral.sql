with

referral_events as (

    select * from {{ ref('int_referral_events') }}

),

ambassador_acts as (

    select * from {{ ref('int_ambassador_acts') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

referrals as (

    select
        {{ surrogate_key([
            'referral_events.source_table', 'referral_events.source_id'
        ]) }} as referral_key,
        referral_events.referrer_person_key,
        referral_events.referrer_account_key,
        referral_events.act_type,
        referral_events.platform,
        referral_events.rating,
        case
            when referral_events.acted_at is null then 0
            when referral_events.rating < 3 then -1
            else 1
        end as polarity,
        referral_events.url,
        referral_events.asked_at,
        referral_events.answered_at,
        referral_events.permission_at,
        referral_events.acted_at,
        referral_events.invitee_person_key,
        referral_events.is_self_referral,
        referral_events.is_duplicate_invitee,
        versions.agreement_version,
        ambassador_acts.source_id is not null as is_ambassador_act
    from referral_events
    left join ambassador_acts
        on
            referral_events.source_table = ambassador_acts.source_table
            and referral_events.source_id = ambassador_acts.source_id
    left join versions
        on
            {{ business_date('referral_events.acted_at') }}
            >= versions.valid_from
            and {{ business_date('referral_events.acted_at') }}
            < coalesce(versions.valid_to, date '9999-12-31')

)

select * from referrals
