with

referral_events as (

    select * from {{ ref('int_referral_events') }}

),

-- An invitation to oneself, or to somebody who was already named, brings
-- nobody.
counted as (

    select
        source_table,
        source_id,
        invitee_person_key,
        asked_at as sent_at,
        acted_at as accepted_at,
        coalesce(
            acted_at
            < asked_at + interval {{ var('invitation_window_days') }} day,
            false
        ) as is_accepted_in_window
    from referral_events
    where
        act_type = 'invitation'
        and not is_self_referral
        and not is_duplicate_invitee

),

timed as (

    select
        *,
        case
            when is_accepted_in_window
                then {{ whole_seconds_between('sent_at', 'accepted_at') }}
        end as seconds_to_acceptance
    from counted

)

select * from timed
