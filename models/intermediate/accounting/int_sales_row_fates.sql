with

calls as (

    select * from {{ ref('stg_hubspot__engagement_call') }}

),

emails as (

    select * from {{ ref('stg_hubspot__engagement_email') }}

),

meetings as (

    select * from {{ ref('stg_hubspot__engagement_meeting') }}

),

communications as (

    select * from {{ ref('stg_hubspot__engagement_communication') }}

),

notes as (

    select * from {{ ref('stg_hubspot__engagement_note') }}

),

tasks as (

    select * from {{ ref('stg_hubspot__engagement_task') }}

),

engagement_contacts as (

    select * from {{ ref('stg_hubspot__engagement_contact') }}

),

property_history as (

    select * from {{ ref('stg_hubspot__contact_property_history') }}

),

attribute_sources as (

    select * from {{ ref('attribute_sources') }}

),

activities as (

    select * from {{ ref('int_activities') }}
    where
        source_system = 'hubspot'
        and source_table in ('engagement', 'contact_property_history')

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

engagements as (

    select
        'engagement_call' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from calls

    union all

    select
        'engagement_email' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from emails

    union all

    select
        'engagement_meeting' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from meetings

    union all

    select
        'engagement_communication' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from communications

    union all

    select
        'engagement_note' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from notes

    union all

    select
        'engagement_task' as table_name,
        engagement_id,
        occurred_at,
        is_deleted
    from tasks

),

linked as (

    select distinct engagement_id
    from engagement_contacts

),

-- An engagement with several people is one activity of each.
streamed_engagements as (

    select
        split_part(source_id, '|', 1) as engagement_id,
        bool_or(person_key is not null) as is_of_somebody
    from activities
    where source_table = 'engagement'
    group by 1

),

streamed_changes as (

    select source_id
    from activities
    where source_table = 'contact_property_history'

),

-- The history of an address says who somebody is, other
-- properties what is known of them.
read_properties as (

    select property_name
    from attribute_sources
    where source_system = 'hubspot' and source_table = 'contact'

    union

    select 'email' as property_name

),

changes as (

    select
        concat_ws('|', contact_id, property_name, changed_at) as source_id,
        cast(contact_id as text) as contact_id,
        property_name,
        changed_at
    from property_history

),

row_fates as (

    select
        'hubspot' as source_system,
        engagements.table_name,
        cast(engagements.engagement_id as text) as native_id,
        case
            when streamed_engagements.is_of_somebody then null
            when streamed_engagements.engagement_id is not null
                then 'of nobody known'
            when engagements.is_deleted then 'deleted at the source'
            when engagements.occurred_at is null then 'without an instant'
            when engagements.occurred_at >= {{ as_of() }}
                then 'at or after the instant looked from'
            when linked.engagement_id is null then 'of nobody known'
            else 'of a kind that no fact counts'
        end as reason
    from engagements
    left join streamed_engagements
        on
            cast(engagements.engagement_id as text)
            = streamed_engagements.engagement_id
    left join linked on engagements.engagement_id = linked.engagement_id

    union all

    select
        'hubspot' as source_system,
        'contact_property_history' as table_name,
        changes.source_id as native_id,
        case
            when changes.changed_at is null then 'without an instant'
            when changes.changed_at >= {{ as_of() }}
                then 'at or after the instant looked from'
            when
                streamed_changes.source_id is null
                and read_properties.property_name is null
                then 'of a kind that no fact counts'
            when person_links.person_key is null then 'of nobody known'
        end as reason
    from changes
    left join streamed_changes
        on changes.source_id = streamed_changes.source_id
    left join read_properties
        on changes.property_name = read_properties.property_name
    left join person_links
        on
            person_links.source_system = 'hubspot'
            and changes.contact_id = person_links.native_id

)

select * from row_fates
