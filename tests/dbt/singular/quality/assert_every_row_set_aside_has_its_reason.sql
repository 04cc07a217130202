-- A row that a model leaves out for a reason that the account does not know is
-- as good as lost.
{{ config(severity='warn', meta={'owner': 'data_engineering'}) }}

with

row_account as (

    select * from {{ ref('row_account') }}

),

unexplained as (

    select
        *,
        source_system || '.' || table_name || ': ' || landed_rows
        || ' rows are used by no fact, and no reason is known: '
        || example_ids || '. Read the model that uses the table, and give the'
        || ' reason its words in models/intermediate/accounting.' as finding
    from row_account
    where reason = 'for another reason'

)

select * from unexplained
