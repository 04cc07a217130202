with

engagement_contacts as (

    select * from {{ ref('stg_hubspot__engagement_contact') }}

),

engagements_without_contact as (

    select * from {{ ref('int_engagements_without_contact') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}
    where source_system = 'hubspot'

),

-- One deed with two contacts of one person is one deed of theirs, told by the
-- contact that was not merged away.
addressed_people as (

    select
        engagement_contacts.engagement_id,
        coalesce(
            min(engagement_contacts.contact_id) filter (
                where person_links.method <> 'merge'
            ),
            min(engagement_contacts.contact_id)
        ) as contact_id
    from engagement_contacts
    left join person_links
        on
            cast(engagement_contacts.contact_id as text)
            = person_links.native_id
    group by
        engagement_contacts.engagement_id,
        coalesce(person_links.person_key, -engagement_contacts.contact_id)

),

addressees as (

    select
        engagement_id,
        contact_id,
        cast(null as bigint) as company_id,
        concat_ws('|', engagement_id, contact_id) as source_id
    from addressed_people

    union all

    select
        engagement_id,
        contact_id,
        company_id,
        cast(engagement_id as text) as source_id
    from engagements_without_contact

)

select * from addressees
