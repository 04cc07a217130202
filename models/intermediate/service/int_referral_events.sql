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

address_links as (

    select * from {{ ref('int_address_links') }}

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
        sent_at as named_at,
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
        coalesce(published_at, permission_at, answered_at, asked_at)
            as named_at,
        asked_at,
        answered_at,
        permission_at,
        published_at as acted_at
    from reviews
    where
        least(asked_at, answered_at, permission_at, published_at)
        < {{ as_of() }}

),

-- An address names whoever held it at the time.
of_people as (

    select
        unioned.*,
        {{ person_named('by_id', 'by_address', 'person_key') }}
            as referrer_person_key,
        invitees.person_key as invitee_person_key
    from unioned
    left join person_links as by_id
        on
            by_id.source_system = 'files'
            and unioned.contact_id = by_id.native_id
    left join address_links as by_address
        on
            unioned.email = by_address.email
            and unioned.named_at >= by_address.held_from
            and unioned.named_at < by_address.held_to
    left join address_links as invitees
        on
            unioned.invitee_email = invitees.email
            and unioned.named_at >= invitees.held_from
            and unioned.named_at < invitees.held_to

),

resolved as (

    select
        of_people.source_table,
        of_people.source_id,
        of_people.act_type,
        of_people.platform,
        of_people.rating,
        of_people.url,
        of_people.asked_at,
        of_people.answered_at,
        of_people.permission_at,
        case
            when of_people.acted_at < {{ as_of() }} then of_people.acted_at
        end as acted_at,
        of_people.referrer_person_key,
        coalesce(by_account.account_key, people.account_key)
            as referrer_account_key,
        of_people.invitee_person_key,
        coalesce(
            of_people.invitee_email = of_people.email
            or of_people.invitee_person_key = of_people.referrer_person_key,
            false
        ) as is_self_referral,
        row_number() over (
            partition by
                of_people.source_table,
                of_people.invitee_person_key,
                case
                    when of_people.invitee_person_key is null
                        then of_people.invitee_email
                end
            order by of_people.asked_at, of_people.source_id
        ) > 1
        and of_people.invitee_email is not null as is_duplicate_invitee
    from of_people
    left join people on of_people.referrer_person_key = people.person_key
    left join account_links as by_account
        on
            by_account.source_system = 'files'
            and of_people.company_id = by_account.native_id

)

select * from resolved
