with

contact_history as (

    select * from {{ ref('stg_hubspot__contact_property_history') }}

),

company_history as (

    select * from {{ ref('stg_hubspot__company_property_history') }}

),

attribute_sources as (

    select * from {{ ref('attribute_sources') }}

),

property_history as (

    select
        'contact' as record_type,
        contact_id as record_id,
        property_name,
        property_value,
        changed_at,
        recorded_at
    from contact_history

    union all

    select
        'company' as record_type,
        company_id as record_id,
        property_name,
        property_value,
        changed_at,
        recorded_at
    from company_history

),

with_history as (

    select
        property_history.record_type,
        property_history.record_id,
        attribute_sources.attribute,
        property_history.property_value as attribute_value,
        property_history.changed_at,
        property_history.recorded_at
    from property_history
    inner join attribute_sources
        on
            attribute_sources.source_system = 'hubspot'
            and property_history.record_type = attribute_sources.source_table
            and property_history.property_name
            = attribute_sources.property_name

)

select * from with_history
