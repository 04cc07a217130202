with

property_history as (

    select * from {{ ref('stg_hubspot__contact_property_history') }}

),

dated_engagements as (

    select * from {{ ref('int_crm_engagements') }}

),

addressees as (

    select * from {{ ref('int_engagement_addressees') }}

),

sales_feedback as (

    select * from {{ ref('stg_files__sales_feedback') }}

),

-- A contact is handed to sales when it gets an owner.
hand_offs as (

    select
        'hubspot' as source_system,
        'contact_property_history' as source_table,
        concat_ws('|', contact_id, property_name, changed_at) as source_id,
        'handed_off' as activity,
        changed_at as occurred_at,
        recorded_at,
        'hubspot' as person_system,
        cast(contact_id as text) as person_native_id,
        cast(null as text) as person_email,
        cast(null as text) as account_system,
        cast(null as text) as account_native_id,
        property_value as detail,
        false as is_deleted
    from property_history
    where
        property_name = 'hubspot_owner_id'
        and nullif(trim(property_value), '') is not null

),

crm_engagements as (

    select
        'hubspot' as source_system,
        'engagement' as source_table,
        addressees.source_id,
        dated_engagements.activity,
        dated_engagements.occurred_at,
        dated_engagements.recorded_at,
        'hubspot' as person_system,
        cast(addressees.contact_id as text) as person_native_id,
        cast(null as text) as person_email,
        'hubspot' as account_system,
        cast(addressees.company_id as text) as account_native_id,
        cast(dated_engagements.owner_id as text) as detail,
        dated_engagements.is_deleted
    from dated_engagements
    inner join addressees
        on dated_engagements.engagement_id = addressees.engagement_id

),

verdicts as (

    select
        'files' as source_system,
        'sales_feedback' as source_table,
        feedback_id as source_id,
        case
            when verdict = 'accepted' then 'lead_accepted'
            else 'lead_rejected'
        end as activity,
        given_at as occurred_at,
        recorded_at,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
        cast(null as text) as account_system,
        cast(null as text) as account_native_id,
        reason as detail,
        false as is_deleted
    from sales_feedback

),

sales_activities as (

    select * from hand_offs

    union all

    select * from crm_engagements

    union all

    select * from verdicts

)

select * from sales_activities
