{{ config(materialized="table") }}

with

survivors as (

    select * from {{ ref('int_contact_survivors') }}

),

remade as (

    select * from {{ ref('int_remade_contacts') }}

),

addresses as (

    select * from {{ ref('int_addresses') }}

),

records_by_address as (

    select * from {{ ref('int_records_by_address') }}

),

unknown_ids as (

    select * from {{ ref('int_unknown_ids') }}

),

identified as (

    select
        'hubspot' as source_system,
        cast(survivors.contact_id as text) as native_id,
        'hubspot' as person_system,
        cast(
            coalesce(remade.contact_id, survivors.surviving_contact_id) as text
        ) as person_native_id,
        case
            when survivors.was_merged then 'merge'
            when remade.contact_id is not null then 'email'
            else 'crm_id'
        end as method,
        case when remade.contact_id is null then 1.0 else 0.9 end as confidence
    from survivors
    left join remade
        on survivors.surviving_contact_id = remade.deleted_contact_id

    union all

    select
        'email' as source_system,
        email as native_id,
        case when surviving_contact_id is null then 'email' else 'hubspot' end
            as person_system,
        coalesce(cast(surviving_contact_id as text), email) as person_native_id,
        'email' as method,
        0.9 as confidence
    from addresses

    union all

    select * from records_by_address

    union all

    select
        'files' as source_system,
        contact_id as native_id,
        'files' as person_system,
        contact_id as person_native_id,
        'unknown_id' as method,
        0.3 as confidence
    from unknown_ids

),

keyed as (

    select
        {{ surrogate_key(['source_system', 'native_id']) }} as person_link_key,
        {{ surrogate_key(['person_system', 'person_native_id']) }}
            as person_key,
        source_system,
        native_id,
        method,
        cast(confidence as decimal(3, 2)) as confidence
    from identified
    qualify
        row_number() over (
            partition by source_system, native_id
            order by confidence desc, person_native_id asc
        ) = 1

)

select * from keyed
