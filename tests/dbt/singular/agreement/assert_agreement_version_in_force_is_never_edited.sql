{#
    Rules rewritten after the fact change which leads had qualified and whether
    past promises were kept, and nobody can tell from the numbers that it
    happened.
#}
{{ config(meta={'owner': 'marketing'}) }}

with

versions as (

    select * from {{ ref('agreement_versions') }}

),

computed as (

    {{ agreement_checksum() }}

),

compared as (

    select
        versions.agreement_version,
        versions.valid_from,
        versions.content_checksum as recorded_checksum,
        computed.content_checksum as computed_checksum
    from versions
    left join computed
        on versions.agreement_version = computed.agreement_version
    where versions.valid_from <= {{ business_date(as_of()) }}

),

findings as (

    select
        agreement_version,
        recorded_checksum,
        computed_checksum,
        case
            when recorded_checksum is null
                then
                    'agreement_versions.csv: version ' || agreement_version
                    || ', in force since ' || valid_from
                    || ', has no content_checksum. If its rows are those that'
                    || ' were signed, record ' || computed_checksum || '.'
            else
                'seeds/agreement: version ' || agreement_version
                || ', in force since ' || valid_from
                || ', was edited. Recorded checksum: ' || recorded_checksum
                || ', computed: ' || computed_checksum
                || '. Put its rows back, and write the change as a new version.'
        end as finding
    from compared
    where recorded_checksum is null or recorded_checksum <> computed_checksum

)

select * from findings
