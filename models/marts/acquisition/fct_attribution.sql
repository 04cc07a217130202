with

credits as (

    select * from {{ ref('int_attribution_credits') }}

),

conversions as (

    select * from {{ ref('int_attribution_conversions') }}

),

conversion_touches as (

    select * from {{ ref('int_conversion_touches') }}

),

attribution as (

    select
        {{ surrogate_key([
            'credits.conversion_key',
            'credits.model',
            'coalesce(credits.touch_no, 0)'
        ]) }} as attribution_key,
        credits.conversion_key,
        conversions.conversion,
        credits.model,
        case
            when conversions.conversion = 'qualified_lead'
                then conversions.evidence_key
        end as acquisition_key,
        case
            when conversions.conversion = 'first_sale'
                then conversions.evidence_key
        end as deal_key,
        conversions.person_key,
        conversions.account_key,
        conversions.converted_at,
        {{ business_date('conversions.converted_at') }} as converted_on,
        cast(credits.touch_no as integer) as touch_no,
        conversion_touches.person_key as touched_person_key,
        conversion_touches.touch_type,
        conversion_touches.source_system,
        conversion_touches.touch_id,
        conversion_touches.touched_at,
        coalesce(conversion_touches.channel, 'unattributed') as channel,
        conversion_touches.source,
        conversion_touches.medium,
        conversion_touches.campaign_name,
        case
            when conversion_touches.campaign_id is not null
                then {{ surrogate_key([
                    'conversion_touches.platform',
                    'conversion_touches.campaign_id'
                ]) }}
        end as campaign_key,
        credits.credit,
        credits.value_reporting
    from credits
    inner join conversions
        on credits.conversion_key = conversions.conversion_key
    left join conversion_touches
        on
            credits.conversion_key = conversion_touches.conversion_key
            and credits.touch_no = conversion_touches.touch_no

)

select * from attribution
