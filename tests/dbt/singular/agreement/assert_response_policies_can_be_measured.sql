{#
    A hand-off under no policy, or under one without a clock, is never late: the
    leads that nobody answered are missing from the share answered in time.
#}
{{ config(meta={'owner': 'sales'}) }}

with

policies as (

    select
        *,
        coalesce(source_channel, qualification_path, country) is null
            as covers_all,
        count(*) over (
            partition by agreement_version, priority
        ) as policies_of_priority
    from {{ ref('sla_policies') }}

),

channels as (

    select * from {{ ref('channels') }}

),

paths as (

    select distinct
        agreement_version,
        qualification_path
    from {{ ref('qualification_rules') }}
    where stage = 'mql'

),

calendars as (

    select distinct calendar_id
    from {{ ref('working_hours') }}

),

-- Behind a policy that covers every hand-off, no other is ever asked.
covered as (

    select
        agreement_version,
        min(priority) as priority
    from policies
    where covers_all
    group by agreement_version

),

findings as (

    select
        policies.agreement_version,
        policies.policy_id,
        case
            when policies.priority is null
                then 'blank priority: give each policy of the version its own'
            when policies.policies_of_priority > 1
                then
                    'priority ' || policies.priority || ', which another policy'
                    || ' of the version has: give each its own'
            when policies.priority > covered.priority
                then
                    'priority ' || policies.priority || ', behind one that'
                    || ' covers every hand-off: put that one last'
            when policies.target_minutes is null or policies.target_minutes <= 0
                then
                    'target_minutes '
                    || coalesce('' || policies.target_minutes, '(blank)')
                    || ': it must be above 0'
            when calendars.calendar_id is null
                then
                    'unknown calendar_id '
                    || coalesce(policies.calendar_id, '(blank)')
                    || ': name one of seeds/reference/working_hours.csv'
            when
                policies.source_channel is not null and channels.channel is null
                then
                    'unknown source_channel ' || policies.source_channel
                    || ': name one of seeds/reference/channels.csv'
            when
                policies.qualification_path is not null
                and paths.qualification_path is null
                then
                    'qualification_path ' || policies.qualification_path
                    || ', which no rule of the version for mql has: name one'
                    || ' that does'
        end as finding
    from policies
    left join covered on policies.agreement_version = covered.agreement_version
    left join calendars on policies.calendar_id = calendars.calendar_id
    left join channels on policies.source_channel = channels.channel
    left join paths
        on
            policies.agreement_version = paths.agreement_version
            and policies.qualification_path = paths.qualification_path

),

reported as (

    select
        agreement_version,
        policy_id,
        'sla_policies.csv: policy ' || policy_id || ' of version '
        || agreement_version || ' has ' || finding || '.' as finding
    from findings
    where finding is not null

    union all

    select
        agreement_version,
        null as policy_id,
        'sla_policies.csv: version ' || agreement_version
        || ' has no policy with blank source_channel, qualification_path and'
        || ' country: write one, for the hand-offs that no other covers.'
            as finding
    from policies
    group by agreement_version
    having not bool_or(covers_all)

)

select * from reported
