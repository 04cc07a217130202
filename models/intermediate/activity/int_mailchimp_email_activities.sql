with

sends as (

    select * from {{ ref('int_mailchimp_email_sends') }}

),

reactions as (

    select * from {{ ref('int_mailchimp_email_reactions') }}

),

memberships as (

    select * from {{ ref('int_mailchimp_memberships') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}
    where source_system = 'mailchimp'

),

unsubscribes as (

    select * from {{ ref('stg_mailchimp__unsubscribe') }}

),

-- Somebody may leave a list more than once, and by no campaign at all.
asked_to_leave as (

    select
        'unsubscribe' as source_table,
        concat_ws(
            '|',
            unsubscribes.campaign_id,
            unsubscribes.list_id,
            unsubscribes.member_id,
            case
                when
                    unsubscribes.campaign_id is null
                    or row_number() over (
                        partition by
                            unsubscribes.campaign_id,
                            unsubscribes.list_id,
                            unsubscribes.member_id
                        order by unsubscribes.unsubscribed_at
                    ) > 1
                    then unsubscribes.unsubscribed_at
            end
        ) as source_id,
        unsubscribes.member_id,
        unsubscribes.list_id,
        person_links.person_key,
        unsubscribes.unsubscribed_at as left_at,
        'unsubscribed' as left_how,
        unsubscribes.recorded_at,
        unsubscribes.campaign_id as campaign
    from unsubscribes
    left join person_links on unsubscribes.member_id = person_links.native_id

),

leavings as (

    select * from asked_to_leave

    union all

    select
        'member' as source_table,
        concat_ws('|', memberships.list_id, memberships.member_id)
            as source_id,
        memberships.member_id,
        memberships.list_id,
        memberships.person_key,
        memberships.left_at,
        memberships.left_how,
        memberships.left_at as recorded_at,
        cast(null as text) as campaign
    from memberships
    left join unsubscribes
        on
            memberships.member_id = unsubscribes.member_id
            and memberships.list_id = unsubscribes.list_id
            and memberships.left_at = unsubscribes.unsubscribed_at
    where memberships.left_at is not null and unsubscribes.member_id is null

),

-- Whoever is still on another list is a subscriber still.
judged_leavings as (

    select
        leavings.source_table,
        leavings.source_id,
        leavings.member_id,
        case
            when bool_or(memberships.member_id is not null) then 'list_left'
            when leavings.left_how = 'unsubscribed' then 'email_unsubscribed'
            else 'removed_from_list'
        end as activity,
        leavings.left_at,
        leavings.recorded_at,
        leavings.campaign
    from leavings
    left join memberships
        on
            leavings.person_key = memberships.person_key
            and (
                leavings.list_id is distinct from memberships.list_id
                or leavings.member_id <> memberships.member_id
            )
            and leavings.left_at >= memberships.joined_at
            and leavings.left_at
            < coalesce(memberships.left_at, timestamp '9999-12-31')
    group by
        leavings.source_table,
        leavings.source_id,
        leavings.member_id,
        leavings.left_how,
        leavings.left_at,
        leavings.recorded_at,
        leavings.campaign

),

mailchimp_activities as (

    select
        'mailchimp' as source_system,
        source_table,
        concat_ws('|', mailing_id, member_id) as source_id,
        'email_sent' as activity,
        sent_at as occurred_at,
        recorded_at,
        'mailchimp' as person_system,
        member_id as person_native_id,
        mailing_id as campaign,
        false as is_automatic
    from sends

    union all

    select
        'mailchimp' as source_system,
        source_table,
        reaction_id as source_id,
        case
            when action = 'open' then 'email_opened'
            when action = 'click' then 'email_clicked'
            when action = 'bounce' then 'email_bounced'
        end as activity,
        occurred_at,
        recorded_at,
        'mailchimp' as person_system,
        member_id as person_native_id,
        mailing_id as campaign,
        is_automatic
    from reactions

    union all

    select
        'mailchimp' as source_system,
        source_table,
        source_id,
        activity,
        left_at as occurred_at,
        recorded_at,
        'mailchimp' as person_system,
        member_id as person_native_id,
        campaign,
        false as is_automatic
    from judged_leavings

    union all

    select
        'mailchimp' as source_system,
        'member' as source_table,
        concat_ws(
            '|',
            list_id,
            member_id,
            case when spell_no > 1 then joined_at end
        ) as source_id,
        'list_joined' as activity,
        joined_at as occurred_at,
        joined_at as recorded_at,
        'mailchimp' as person_system,
        member_id as person_native_id,
        cast(null as text) as campaign,
        false as is_automatic
    from memberships

)

select * from mailchimp_activities
