with

rejects as (

    select * from {{ ref('stg_landing__rejected_rows') }}

)

select * from rejects
