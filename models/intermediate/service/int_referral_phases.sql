with

referral_events as (

    select * from {{ ref('int_referral_events') }}

),

-- What happens at or after the instant looked from has not happened yet.
seen_from_as_of as (

    select
        source_table,
        source_id,
        case when asked_at < {{ as_of() }} then asked_at end as asked_at,
        case when answered_at < {{ as_of() }} then answered_at end
            as answered_at,
        case when permission_at < {{ as_of() }} then permission_at end
            as permission_at,
        acted_at as published_at
    from referral_events
    where act_type <> 'invitation'

),

-- A later phase implies the earlier ones, whether or not they were noted.
phases as (

    select
        source_table,
        source_id,
        {{ business_date('coalesce(
            asked_at, least(answered_at, permission_at, published_at)
        )') }} as asked_on,
        coalesce(answered_at, permission_at, published_at) is not null
            as is_answered,
        coalesce(permission_at, published_at) is not null as is_permitted,
        published_at is not null as is_published
    from seen_from_as_of

)

select * from phases
