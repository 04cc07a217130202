with

visible_attributes as (

    select * from {{ ref('int_visible_attributes') }}

),

exclusions as (

    select * from {{ ref('exclusions') }}

),

exclusions_met as (

    select
        visible_attributes.evaluation_key,
        min(exclusions.reason) as reason
    from visible_attributes
    inner join exclusions
        on
            visible_attributes.agreement_version = exclusions.agreement_version
            and visible_attributes.attribute = exclusions.attribute
            and visible_attributes.attribute_value
            = lower(trim(exclusions.value))
    where visible_attributes.stage = 'mql'
    group by visible_attributes.evaluation_key

)

select * from exclusions_met
