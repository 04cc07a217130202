with

responses as (

    select * from {{ ref('stg_files__survey_responses') }}

),

person_links as (

    select * from {{ ref('int_person_links') }}

),

address_links as (

    select * from {{ ref('int_address_links') }}

),

account_links as (

    select * from {{ ref('int_account_links') }}

),

people as (

    select * from {{ ref('int_people') }}

),

-- An answer given at or after the instant looked from has not been given yet.
seen_from_as_of as (

    select
        response_id,
        survey,
        kind,
        contact_id,
        email,
        company_id,
        sent_at,
        case when answered_at < {{ as_of() }} then answered_at end
            as answered_at,
        case when answered_at < {{ as_of() }} then score end as score,
        case
            when answered_at < {{ as_of() }} then answered_at
            else sent_at
        end as seen_at
    from responses
    where least(sent_at, answered_at) < {{ as_of() }}

),

of_people as (

    select
        seen_from_as_of.*,
        {{ person_named('by_id', 'by_address', 'person_key') }} as person_key
    from seen_from_as_of
    left join person_links as by_id
        on
            by_id.source_system = 'files'
            and seen_from_as_of.contact_id = by_id.native_id
    left join address_links as by_address
        on
            seen_from_as_of.email = by_address.email
            and seen_from_as_of.seen_at >= by_address.held_from
            and seen_from_as_of.seen_at < by_address.held_to

),

-- A score off its scale says nothing, and is kept to be seen.
resolved as (

    select
        of_people.response_id,
        of_people.survey,
        of_people.kind,
        of_people.person_key,
        coalesce(account_links.account_key, people.account_key) as account_key,
        of_people.score,
        case
            when
                of_people.kind = 'nps' and of_people.score between 0 and 10
                then of_people.score
            when
                of_people.kind = 'csat' and of_people.score between 1 and 5
                then of_people.score
        end as counted_score,
        of_people.sent_at,
        of_people.answered_at
    from of_people
    left join people on of_people.person_key = people.person_key
    left join account_links
        on
            account_links.source_system = 'files'
            and of_people.company_id = account_links.native_id

)

select * from resolved
