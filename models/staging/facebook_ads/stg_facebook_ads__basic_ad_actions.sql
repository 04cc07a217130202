with

source as (

    select * from {{ source('facebook_ads', 'basic_ad_actions') }}

),

renamed as (

    select

        ---------- ids
        _fivetran_id as report_row_id,
        try_cast(ad_id as bigint) as ad_id,

        ---------- text
        action_type,

        ---------- numbers
        try_cast(index as bigint) as action_number,
        try_cast(value as decimal(18, 6)) as value,
        try_cast(inline as decimal(18, 6)) as inline_value,
        try_cast(_1_d_view as decimal(18, 6)) as value_1_day_view,
        try_cast(_7_d_click as decimal(18, 6)) as value_7_day_click,

        ---------- days
        try_cast(date as date) as reported_on,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from source

)

select * from renamed
