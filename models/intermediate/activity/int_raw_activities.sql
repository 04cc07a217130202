with

email_activities as (

    select * from {{ ref('int_email_activities') }}

),

form_activities as (

    select * from {{ ref('int_form_activities') }}

),

sales_activities as (

    select * from {{ ref('int_sales_activities') }}

),

web_activities as (

    select * from {{ ref('int_web_activities') }}

),

customer_activities as (

    select * from {{ ref('int_customer_activities') }}

),

referral_activities as (

    select * from {{ ref('int_referral_activities') }}

),

file_activities as (

    select * from {{ ref('stg_files__activities') }}

),

unioned as (

    select
        source_system,
        source_table,
        source_id,
        activity,
        occurred_at,
        recorded_at,
        person_system,
        person_native_id,
        case when person_system = 'email' then person_native_id end
            as person_email,
        cast(null as text) as account_system,
        cast(null as text) as account_native_id,
        cast(null as text) as detail,
        campaign,
        is_automatic,
        false as is_deleted
    from email_activities

    union all

    select
        source_system,
        source_table,
        source_id,
        activity,
        occurred_at,
        recorded_at,
        person_system,
        person_native_id,
        cast(null as text) as person_email,
        cast(null as text) as account_system,
        cast(null as text) as account_native_id,
        detail,
        cast(null as text) as campaign,
        is_automatic,
        false as is_deleted
    from form_activities

    union all

    select
        source_system,
        source_table,
        source_id,
        activity,
        occurred_at,
        recorded_at,
        person_system,
        person_native_id,
        person_email,
        account_system,
        account_native_id,
        detail,
        cast(null as text) as campaign,
        false as is_automatic,
        is_deleted
    from sales_activities
    where occurred_at is not null

    union all

    select
        source_system,
        source_table,
        source_id,
        activity,
        occurred_at,
        recorded_at,
        person_system,
        person_native_id,
        person_email,
        cast(null as text) as account_system,
        cast(null as text) as account_native_id,
        detail,
        campaign,
        false as is_automatic,
        false as is_deleted
    from web_activities

    union all

    select
        source_system,
        source_table,
        source_id,
        activity,
        occurred_at,
        recorded_at,
        person_system,
        person_native_id,
        person_email,
        account_system,
        account_native_id,
        detail,
        cast(null as text) as campaign,
        false as is_automatic,
        is_deleted
    from customer_activities

    union all

    select
        source_system,
        source_table,
        source_id,
        activity,
        occurred_at,
        recorded_at,
        person_system,
        person_native_id,
        person_email,
        'files' as account_system,
        account_native_id,
        cast(null as text) as detail,
        cast(null as text) as campaign,
        false as is_automatic,
        false as is_deleted
    from referral_activities

    union all

    select
        'files' as source_system,
        'activities' as source_table,
        activity_id as source_id,
        activity,
        occurred_at,
        recorded_at,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
        'files' as account_system,
        company_id as account_native_id,
        detail,
        campaign,
        coalesce(is_automatic, false) as is_automatic,
        is_deleted
    from file_activities

)

select * from unioned
