with

signals as (

    select * from {{ ref('int_signals') }}

),

verdicts as (

    select
        person_key,
        cycle_no,
        case
            when activity = 'lead_accepted' then 'accepted'
            else 'rejected'
        end as sales_verdict,
        occurred_at as verdict_at,
        case when activity = 'lead_rejected' then detail end
            as rejection_reason
    from signals
    where activity in ('lead_accepted', 'lead_rejected')
    qualify
        row_number() over (
            partition by person_key, cycle_no
            order by occurred_at, activity_key
        ) = 1

)

select * from verdicts
