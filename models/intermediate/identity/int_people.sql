{{ config(materialized="table") }}

with

person_links as (

    select * from {{ ref('int_person_links') }}

),

person_records as (

    select * from {{ ref('int_person_records') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

channels as (

    select * from {{ ref('source_channels') }}

),

erasures as (

    select * from {{ ref('int_erasures') }}

),

country_spellings as (

    select * from {{ ref('int_country_spellings') }}

),

linked_records as (

    select
        person_links.person_key,
        person_records.*,
        account_links.account_key,
        case
            when person_records.source_value is null then null
            else coalesce(channels.channel, 'other')
        end as source_channel
    from person_records
    inner join person_links
        on
            person_records.source_system = person_links.source_system
            and person_records.native_id = person_links.native_id
    left join account_links
        on
            person_records.account_system = account_links.source_system
            and person_records.account_native_id = account_links.native_id
    left join channels on person_records.source_value = channels.source_value

),

-- What the survivor in the CRM says comes first, then the files,
-- then the newsletter; what was deleted or merged away comes last.
ranked_records as (

    select
        *,
        row_number() over (
            partition by person_key
            order by
                is_deleted or was_merged,
                not is_main_record,
                case source_system
                    when 'files' then 1
                    when 'mailchimp' then 2
                    else 3
                end,
                created_at,
                native_id
        ) as record_rank,
        row_number() over (
            partition by person_key
            order by source_channel is null, created_at, native_id
        ) as source_rank
    from linked_records

),

described as (

    select
        person_key,
        min_by(email, record_rank) filter (where email is not null) as email,
        min_by(first_name, record_rank) filter (
            where first_name is not null
        ) as first_name,
        min_by(last_name, record_rank) filter (
            where last_name is not null
        ) as last_name,
        min_by(job_title, record_rank) filter (
            where job_title is not null
        ) as job_title,
        min_by(country, record_rank) filter (
            where country is not null
        ) as country,
        min_by(owner_name, record_rank) filter (
            where owner_name is not null
        ) as owner_name,
        min_by(account_key, record_rank) filter (
            where
            account_key is not null
            and (is_main_record or source_system <> 'hubspot')
        ) as account_key,
        max(source_channel) filter (where source_rank = 1) as source_channel,
        max(source_detail) filter (where source_rank = 1) as source_detail,
        min(created_at) as first_seen_at,
        coalesce(
            bool_and(is_deleted) filter (where not was_merged), false
        ) as is_deleted,
        count(*) as records
    from ranked_records
    group by person_key

),

every_person as (

    select
        person_key,
        max(native_id) filter (where source_system = 'email') as address
    from person_links
    group by person_key

),

people as (

    select
        every_person.person_key,
        coalesce(described.email, every_person.address) as email,
        described.first_name,
        described.last_name,
        described.job_title,
        coalesce(country_spellings.country, described.country) as country,
        described.owner_name,
        described.account_key,
        coalesce(described.source_channel, 'unknown') as source_channel,
        described.source_detail,
        described.first_seen_at,
        coalesce(described.is_deleted, false) as is_deleted,
        erasures.erased_at
    from every_person
    left join described on every_person.person_key = described.person_key
    left join country_spellings
        on
            {{ country_spelling('described.country') }}
            = country_spellings.spelling
    left join erasures on every_person.person_key = erasures.person_key

)

select * from people
