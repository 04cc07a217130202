with

memberships as (

    select * from {{ ref('int_mailchimp_memberships') }}

),

leavings as (

    select * from {{ ref('int_mailchimp_leavings') }}

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

list_activities as (

    select
        source_table,
        source_id,
        activity,
        left_at as occurred_at,
        recorded_at,
        member_id,
        campaign
    from judged_leavings

    union all

    select
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
        member_id,
        cast(null as text) as campaign
    from memberships

)

select * from list_activities
