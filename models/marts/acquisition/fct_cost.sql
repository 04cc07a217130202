with

costs as (

    select * from {{ ref('int_costs') }}

),

cost as (

    select
        {{ surrogate_key([
            'source_system',
            "coalesce(ad_account_id, '')",
            "coalesce(campaign_id, '')",
            "coalesce(cost_id, '')",
            'incurred_on'
        ]) }} as cost_key,
        source_system,
        case
            when campaign_id is not null
                then {{ surrogate_key(['source_system', 'campaign_id']) }}
        end as campaign_key,
        cost_id,
        incurred_on,
        month,
        category,
        team,
        channel,
        is_marketing_scope,
        is_full_scope,
        currency,
        amount_local,
        amount_reporting
    from costs

)

select * from cost
