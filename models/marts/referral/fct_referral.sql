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

invitations as (

    select * from {{ ref('int_counted_invitations') }}

),

phases as (

    select * from {{ ref('int_referral_phases') }}

),

-- Only a review is judged by its rating; one without a rating is heard and
-- takes no side.
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
            when referral_events.act_type <> 'review' then 1
            when referral_events.rating < 3 then -1
            when referral_events.rating >= 3 then 1
            else 0
        end as polarity,
        referral_events.url,
        referral_events.asked_at,
        referral_events.answered_at,
        referral_events.permission_at,
        referral_events.acted_at,
        coalesce(
            phases.asked_on, {{ business_date('referral_events.asked_at') }}
        ) as asked_on,
        {{ business_date('referral_events.acted_at') }} as acted_on,
        coalesce(phases.is_answered, false) as is_answered,
        coalesce(phases.is_permitted, false) as is_permitted,
        coalesce(phases.is_published, false) as is_published,
        referral_events.invitee_person_key,
        referral_events.is_self_referral,
        referral_events.is_duplicate_invitee,
        invitations.source_id is not null as is_counted_invitation,
        coalesce(invitations.is_accepted_in_window, false)
            as is_accepted_in_window,
        cast(
            {{ rounded_quotient(
                'invitations.seconds_to_acceptance * 1000000', '86400'
            ) }} * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)
        ) as days_to_acceptance,
        versions.agreement_version,
        ambassador_acts.source_id is not null as is_ambassador_act
    from referral_events
    left join ambassador_acts
        on
            referral_events.source_table = ambassador_acts.source_table
            and referral_events.source_id = ambassador_acts.source_id
    left join invitations
        on
            referral_events.source_table = invitations.source_table
            and referral_events.source_id = invitations.source_id
    left join phases
        on
            referral_events.source_table = phases.source_table
            and referral_events.source_id = phases.source_id
    left join versions
        on
            {{ business_date('referral_events.acted_at') }}
            >= versions.valid_from
            and {{ business_date('referral_events.acted_at') }}
            < coalesce(versions.valid_to, date '9999-12-31')

)

select * from referrals
