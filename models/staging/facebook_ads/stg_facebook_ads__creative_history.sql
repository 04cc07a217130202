with

source as (

    select * from {{ source('facebook_ads', 'creative_history') }}

),

deduplicated as (

    select distinct * from source

),

judged as (

    select
        *,
        {{ reject_reason('facebook_ads', 'creative_history') }} as reject_reason
    from deduplicated

),

renamed as (

    select

        ---------- ids
        _fivetran_id as creative_version_id,
        try_cast(id as bigint) as creative_id,
        try_cast(account_id as bigint) as ad_account_id,

        ---------- text
        name as creative_name,
        page_link,
        template_page_link,
        coalesce(url_tags, url_tags_string) as url_tags,
        asset_feed_spec_link_urls as link_urls,
        object_story_link_data_child_attachments as child_attachments,
        object_story_link_data_caption as link_caption,
        object_story_link_data_description as link_description,
        object_story_link_data_link as link,
        object_story_link_data_message as link_message,
        template_app_link_spec_android as android_app_link,
        template_app_link_spec_ios as ios_app_link,
        template_app_link_spec_ipad as ipad_app_link,
        template_app_link_spec_iphone as iphone_app_link,

        ---------- times
        try_cast(_fivetran_synced as timestamp) as recorded_at

    from judged
    where reject_reason is null

)

select * from renamed
