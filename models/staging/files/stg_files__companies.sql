with

source as (

    select * from {{ source('files', 'companies') }}

),

renamed as (

    select

        ---------- ids
        trim(company_id) as company_id,
        nullif(trim(crm_company_id), '') as crm_company_id,

        ---------- text
        nullif(trim(name), '') as name,
        {{ domain_of('domain') }} as domain,
        nullif(trim(industry), '') as industry,
        nullif(trim(country), '') as country,
        relation,

        ---------- numbers
        try_cast(employees as bigint) as employees,

        ---------- booleans
        coalesce(try_cast(is_deleted as boolean), false) as is_deleted,

        ---------- times
        try_cast(created_at as timestamptz) at time zone 'UTC' as created_at,
        coalesce(
            try_cast(recorded_at as timestamptz),
            try_cast(created_at as timestamptz)
        ) at time zone 'UTC' as recorded_at

    from source

)

select * from renamed
