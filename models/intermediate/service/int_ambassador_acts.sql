with

referral_events as (

    select * from {{ ref('int_referral_events') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

ambassador_acts as (

    select * from {{ ref('ambassador_acts') }}

),

done as (

    select
        *,
        case
            when act_type = 'invitation' then 'invitation_accepted'
            else act_type
        end as agreed_act_type
    from referral_events
    where
        acted_at is not null
        and not is_self_referral
        and not is_duplicate_invitee

),

agreed as (

    select
        done.source_table,
        done.source_id,
        done.agreed_act_type as act_type,
        done.referrer_person_key as person_key,
        done.referrer_account_key as account_key,
        done.acted_at,
        ambassador_acts.agreement_version
    from done
    inner join versions
        on
            {{ business_date('done.acted_at') }} >= versions.valid_from
            and {{ business_date('done.acted_at') }}
            < coalesce(versions.valid_to, date '9999-12-31')
    inner join ambassador_acts
        on
            versions.agreement_version = ambassador_acts.agreement_version
            and done.agreed_act_type = ambassador_acts.act_type
            and (
                ambassador_acts.lowest_rating is null
                or done.rating >= ambassador_acts.lowest_rating
            )

)

select * from agreed
