with

key_moments as (

    select * from {{ ref('key_moments') }}

),

contracts as (

    select * from {{ ref('int_contracts') }}

),

first_contracts as (

    select * from {{ ref('int_first_contracts') }}

),

unioned as (

    select
        key_moments.moment,
        key_moments.anchor,
        key_moments.window_days,
        key_moments.recovery_days,
        contracts.account_key,
        contracts.contract_id,
        contracts.product,
        contracts.ended_on as anchored_on,
        contracts.ended_on + key_moments.offset_days as due_on,
        {{ business_date('contracts.recorded_at') }} as recorded_on
    from key_moments
    inner join contracts
        on
            key_moments.anchor = 'term_end'
            and (
                key_moments.product is null
                or key_moments.product = contracts.product
            )
    where contracts.ended_on is not null and contracts.account_key is not null

    union all

    select
        key_moments.moment,
        key_moments.anchor,
        key_moments.window_days,
        key_moments.recovery_days,
        first_contracts.account_key,
        first_contracts.contract_id,
        first_contracts.product,
        first_contracts.started_on as anchored_on,
        first_contracts.started_on + key_moments.offset_days as due_on,
        cast(null as date) as recorded_on
    from key_moments
    inner join first_contracts
        on
            key_moments.anchor = 'first_start'
            and (
                key_moments.product is null
                or key_moments.product = first_contracts.product
            )

),

-- An end that nobody knew of on the day on which the talk about it was due,
-- as where a contract without term is cancelled, makes no moment.
due as (

    select
        moment,
        anchor,
        account_key,
        contract_id,
        product,
        anchored_on,
        due_on,
        due_on + window_days as reached_before_on,
        due_on + recovery_days as recovered_before_on
    from unioned
    where
        due_on < {{ business_date(as_of()) }}
        and (recorded_on is null or recorded_on <= due_on)

)

select * from due
