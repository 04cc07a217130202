with

exclusions as (

    select * from {{ ref('exclusions') }}

),

people as (

    select * from {{ ref('int_people') }}

),

accounts as (

    select * from {{ ref('int_accounts') }}

),

excluded_people as (

    select
        people.person_key,
        exclusions.agreement_version
    from people
    inner join exclusions
        on split_part(people.email, '@', 2) = exclusions.value
    where exclusions.attribute = 'email_domain'

    union

    select
        people.person_key,
        exclusions.agreement_version
    from people
    inner join accounts on people.account_key = accounts.account_key
    inner join exclusions on accounts.relation = exclusions.value
    where exclusions.attribute = 'account_relation'

)

select * from excluded_people
