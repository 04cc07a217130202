with

invitations as (

    select * from {{ ref('stg_files__referral_invitations') }}

),

reviews as (

    select * from {{ ref('stg_files__reviews') }}

),

referral_activities as (

    select
        'files' as source_system,
        'referral_invitations' as source_table,
        invitation_id as source_id,
        'invitation_sent' as activity,
        sent_at as occurred_at,
        recorded_at,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
        company_id as account_native_id
    from invitations

    union all

    select
        'files' as source_system,
        'referral_invitations' as source_table,
        invitation_id as source_id,
        'invitation_accepted' as activity,
        accepted_at as occurred_at,
        recorded_at,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
        company_id as account_native_id
    from invitations
    where accepted_at is not null

    union all

    select
        'files' as source_system,
        'reviews' as source_table,
        review_id as source_id,
        case
            when kind = 'review' then 'review_published'
            when kind = 'testimonial' then 'testimonial_published'
            when kind = 'case_study' then 'case_study_published'
            else 'reference_call_given'
        end as activity,
        published_at as occurred_at,
        recorded_at,
        'files' as person_system,
        contact_id as person_native_id,
        email as person_email,
        company_id as account_native_id
    from reviews
    where published_at is not null

)

select * from referral_activities
