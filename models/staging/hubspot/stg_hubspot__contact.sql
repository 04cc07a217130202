with

source as (

    select * from {{ source('hubspot', 'contact') }}

),

renamed as (

    select

        ---------- ids
        try_cast(id as bigint) as contact_id,
        try_cast(property_associatedcompanyid as bigint) as company_id,
        try_cast(property_hubspot_owner_id as bigint) as owner_id,
        nullif(trim(property_hs_merged_object_ids), '') as merged_contact_ids,

        ---------- text
        nullif(lower(trim(property_email)), '') as email,
        nullif(lower(trim(property_hs_additional_emails)), '')
            as additional_emails,
        nullif(trim(property_firstname), '') as first_name,
        nullif(trim(property_lastname), '') as last_name,
        nullif(trim(property_company), '') as company_name,
        nullif(trim(property_jobtitle), '') as job_title,
        nullif(trim(property_country), '') as country,
        nullif(trim(property_lifecyclestage), '') as lifecycle_stage,
        nullif(trim(property_hs_lead_status), '') as lead_status,
        nullif(trim(property_hs_analytics_source), '') as analytics_source,
        nullif(trim(property_hs_analytics_source_data_1), '')
            as analytics_source_detail,

        ---------- numbers
        try_cast(property_hubspotscore as double) as score,
        try_cast(property_annualrevenue as decimal(18, 2)) as annual_revenue,

        ---------- booleans
        coalesce(try_cast(_fivetran_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(property_createdate as timestamp) as created_at,
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
