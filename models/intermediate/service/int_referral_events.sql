{{ config(materialized="table") }}

with

invitations as (

    select * from {{ ref('stg_files__referral_invitations') }}

),

reviews as (

    select * from {{ ref('stg_files__reviews') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

people as (

    select * from {{ ref('int_people') }}

),

unioned as (

    select
        'referral_invitations' as source_table,
        invitation_id as source_id,
        'invitation' as act_type,
        contact_id,
        email,
        company_id,
        cast(null as text) as platform,
        cast(null as decimal(3, 1)) as rating,
        cast(null as text) as url,
        invitee_email,
        sent_at as asked_at,
        cast(null as timestamp) as answered_at,
        cast(null as timestamp) as permission_at,
        accepted_at as acted_at
    from invitations
    where sent_at < {{ as_of() }}

    union all

    select
        'reviews' as source_table,
        review_id as source_id,
        kind as act_type,
        contact_id,
        email,
        company_id,
        platform,
        rating,
        url,
        cast(null as text) as invitee_email,
        asked_at,
        answered_at,
        permission_at,
        published_at as acted_at
    from reviews
    where
        least(asked_at, answered_at, permission_at, published_at)
        < {{ as_of() }}

),

resolved as (

    select
        unioned.source_table,
        unioned.source_id,
        unioned.act_type,
        unioned.platform,
        unioned.rating,
        unioned.url,
        unioned.asked_at,
        unioned.answered_at,
        unioned.permission_at,
        case
            when unioned.acted_at < {{ as_of() }} then unioned.acted_at
        end as acted_at,
        by_person.person_key as referrer_person_key,
        coalesce(by_account.account_key, people.account_key)
            as referrer_account_key,
        invitees.person_key as invitee_person_key,
        coalesce(
            unioned.invitee_email = unioned.email
            or invitees.person_key = by_person.person_key,
            false
        ) as is_self_referral,
        row_number() over (
            partition by
                unioned.source_table,
                invitees.person_key,
                case
                    when invitees.person_key is null then unioned.invitee_email
                end
            order by unioned.asked_at, unioned.source_id
        ) > 1
        and unioned.invitee_email is not null as is_duplicate_invitee
    from unioned
    left join person_links as by_person
        on
            by_person.source_system
            = case when unioned.contact_id is null then 'email' else 'files' end
            and by_person.native_id
            = coalesce(unioned.contact_id, unioned.email)
    left join people on by_person.person_key = people.person_key
    left join account_links as by_account
        on
            by_account.source_system = 'files'
            and unioned.company_id = by_account.native_id
    left join person_links as invitees
        on
            invitees.source_system = 'email'
            and unioned.invitee_email = invitees.native_id

)

select * from resolved
