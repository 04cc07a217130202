with

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
        and source_table = 'contact_property_history'

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

streamed_changes as (

    select source_id
    from activities

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
