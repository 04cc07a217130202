with

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

)

select * from leavings
