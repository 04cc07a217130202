with

submissions as (

    select * from {{ ref('stg_hubspot__contact_form_submission') }}

),

forms as (

    select * from {{ ref('stg_hubspot__form') }}

),

form_activities as (

    select * from {{ ref('form_activities') }}

),

property_history as (

    select * from {{ ref('stg_hubspot__contact_property_history') }}

),

named_submissions as (

    select
        'hubspot' as source_system,
        'contact_form_submission' as source_table,
        concat_ws(
            '|',
            submissions.contact_id,
            submissions.form_id,
            submissions.conversion_id,
            submissions.submitted_at
        ) as source_id,
        coalesce(form_activities.activity, 'form_submitted') as activity,
        submissions.submitted_at as occurred_at,
        submissions.recorded_at,
        'hubspot' as person_system,
        cast(submissions.contact_id as text) as person_native_id,
        coalesce(forms.form_name, submissions.title) as detail,
        false as is_automatic
    from submissions
    left join forms on submissions.form_id = forms.form_id
    left join form_activities on forms.form_name = form_activities.form_name

),

-- Someone met offline is typed into the CRM, which notes an
-- offline source set from its own screens.
manual_entries as (

    select
        'hubspot' as source_system,
        'contact_property_history' as source_table,
        concat_ws('|', contact_id, property_name, changed_at) as source_id,
        'manually_entered' as activity,
        changed_at as occurred_at,
        recorded_at,
        'hubspot' as person_system,
        cast(contact_id as text) as person_native_id,
        source_id as detail,
        false as is_automatic
    from property_history
    where
        property_name = 'hs_analytics_source'
        and property_value = 'OFFLINE'
        and source = 'CRM_UI'

),

form_events as (

    select * from named_submissions

    union all

    select * from manual_entries

)

select * from form_events
