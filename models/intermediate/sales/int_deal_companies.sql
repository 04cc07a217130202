with

deal_survivors as (

    select * from {{ ref('int_deal_survivors') }}

),

deal_companies as (

    select * from {{ ref('stg_hubspot__deal_company') }}

),

companies as (

    select * from {{ ref('stg_hubspot__company') }}

),

-- HubSpot's type 5 is the primary company; a company's own label may have
-- the same number.
linked_companies as (

    select
        deal_survivors.surviving_deal_id as deal_id,
        deal_companies.company_id,
        max(
            coalesce(deal_companies.association_type_id = 5, false)
            and coalesce(deal_companies.category, 'HUBSPOT_DEFINED')
            = 'HUBSPOT_DEFINED'
        ) as is_primary
    from deal_companies
    inner join deal_survivors on deal_companies.deal_id = deal_survivors.deal_id
    group by deal_survivors.surviving_deal_id, deal_companies.company_id

),

chosen_companies as (

    select
        linked_companies.deal_id,
        linked_companies.company_id
    from linked_companies
    left join companies on linked_companies.company_id = companies.company_id
    qualify
        row_number() over (
            partition by linked_companies.deal_id
            order by
                companies.company_id is null asc,
                companies.is_deleted asc,
                linked_companies.is_primary desc,
                linked_companies.company_id asc
        ) = 1

)

select * from chosen_companies
