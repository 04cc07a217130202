with

first_contracts as (

    select * from {{ ref('int_first_contracts') }}

),

account_attributes as (

    select * from {{ ref('int_account_attributes') }}

),

versions as (

    select * from {{ ref('agreement_versions') }}

),

conditions as (

    select * from {{ ref('ideal_customers') }}

),

asked as (

    select
        first_contracts.account_key,
        first_contracts.started_on,
        conditions.agreement_version,
        conditions.attribute,
        conditions.operator,
        conditions.value
    from first_contracts
    inner join versions
        on
            first_contracts.started_on >= versions.valid_from
            and first_contracts.started_on
            < coalesce(versions.valid_to, date '9999-12-31')
    inner join conditions
        on versions.agreement_version = conditions.agreement_version

),

-- What was found out later about a customer was no reason to win them.
known_at_the_start as (

    select
        first_contracts.account_key,
        account_attributes.attribute,
        account_attributes.attribute_value
    from first_contracts
    inner join account_attributes
        on
            first_contracts.account_key = account_attributes.account_key
            and {{ day_start('first_contracts.started_on + 1') }}
            > account_attributes.recorded_at
    qualify
        row_number() over (
            partition by
                first_contracts.account_key, account_attributes.attribute
            order by
                account_attributes.occurred_at desc,
                account_attributes.recorded_at desc,
                account_attributes.attribute_value desc nulls last
        ) = 1

),

judged as (

    select
        asked.account_key,
        asked.agreement_version,
        bool_and(
            {{ condition_holds(
                'asked.operator',
                'asked.value',
                'known_at_the_start.attribute_value'
            ) }}
        ) as is_ideal
    from asked
    left join known_at_the_start
        on
            asked.account_key = known_at_the_start.account_key
            and asked.attribute = known_at_the_start.attribute
    group by asked.account_key, asked.agreement_version

)

select * from judged
