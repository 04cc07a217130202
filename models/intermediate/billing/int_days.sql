-- From the first day that the reports may show to the end
-- of the year after the one looked from.
with

days as (

    {{ days_between(
        "date '" ~ var("first_day") ~ "'",
        "date_trunc('year', " ~ as_of() ~ ") + interval 2 year - interval 1 day"
    ) }}

)

select * from days
