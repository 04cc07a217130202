with

attribute_values as (

    select * from {{ ref('int_attribute_values') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

-- A value is known when it is recorded, and never before it was taken.
account_attributes as (

    select distinct
        account_links.account_key,
        attribute_values.attribute,
        nullif(
            lower(trim(attribute_values.attribute_value)), ''
        ) as attribute_value,
        attribute_values.changed_at as occurred_at,
        greatest(
            attribute_values.changed_at, attribute_values.recorded_at
        ) as recorded_at
    from attribute_values
    inner join account_links
        on
            attribute_values.source_system = account_links.source_system
            and attribute_values.native_id = account_links.native_id
    where
        attribute_values.subject_type = 'account'
        and attribute_values.changed_at < {{ as_of() }}

)

select * from account_attributes
