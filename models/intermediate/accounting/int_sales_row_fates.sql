with

engagements as (

    select * from {{ ref('int_landed_engagements') }}

),

engagement_contacts as (

    select * from {{ ref('stg_hubspot__engagement_contact') }}

),

activities as (

    select * from {{ ref('int_activities') }}
    where
        source_system = 'hubspot'
        and source_table = 'engagement'

),

property_changes as (

    select * from {{ ref('int_property_change_row_fates') }}

),

linked as (

    select distinct engagement_id
    from engagement_contacts

),

-- An engagement with several people is one activity of each.
streamed_engagements as (

    select
        split_part(source_id, '|', 1) as engagement_id,
        bool_or(person_key is not null) as is_of_somebody
    from activities
    group by 1

),

row_fates as (

    select
        'hubspot' as source_system,
        engagements.table_name,
        cast(engagements.engagement_id as text) as native_id,
        case
            when streamed_engagements.is_of_somebody then null
            when streamed_engagements.engagement_id is not null
                then 'of nobody known'
            when engagements.is_deleted then 'deleted at the source'
            when engagements.occurred_at is null then 'without an instant'
            when engagements.occurred_at >= {{ as_of() }}
                then 'at or after the instant looked from'
            when linked.engagement_id is null then 'of nobody known'
            else 'of a kind that no fact counts'
        end as reason
    from engagements
    left join streamed_engagements
        on
            cast(engagements.engagement_id as text)
            = streamed_engagements.engagement_id
    left join linked on engagements.engagement_id = linked.engagement_id

    union all

    select * from property_changes

)

select * from row_fates
