"""What is expected of the marts before they are published.

Only what dbt cannot ask: comparison with the last published version, and sums over whole tables.
"""

from orchestration.lib.quality.suite import Rule, Suite, between

PILLAR_OWNERS = {
    "awareness": "marketing",
    "acquisition": "marketing",
    "activation": "sales",
    "retention": "service",
    "referral": "service",
    "revenue": "sales",
}

VOLUMES = (
    Suite(
        name="facts",
        label="table_name",
        description="One row per fact.",
        rules=(
            between(
                "no_fact_was_emptied",
                "data_engineering",
                "rows_lost",
                "Find the step that lost its rows; the failed build is kept.",
                highest=0,
            ),
            between(
                "every_fact_has_rows",
                "data_engineering",
                "rows",
                "Land the tables that it is made of, or ignore this if the company has none.",
                lowest=1,
                blocks=False,
            ),
            Rule(
                "some_fact_has_rows",
                "data_engineering",
                "ColumnMaxToBeBetween",
                {"column": "rows", "min_value": 1},
                "Not one fact has a row: check the landing and the connectors.",
            ),
        ),
    ),
    Suite(
        name="volumes",
        label="table_name",
        description="One row per mart, compared with the last published version.",
        rules=(
            between(
                "no_mart_shrank_by_more_than_15_percent",
                "data_engineering",
                "rows_ratio",
                "Compare with the last version. If the loss is meant, run with --accept-changes.",
                lowest=0.85,
            ),
        ),
    ),
    Suite(
        name="agreement",
        label="agreement_version",
        description="One row per version of the agreement that was in force at the last publish.",
        rules=(
            between(
                "versions_in_force_are_unchanged",
                "marketing",
                "changed",
                "Put the version back as it was signed, and write the change as a new version.",
                highest=0,
            ),
        ),
    ),
    Suite(
        name="rejects",
        label="table_name",
        description="One row per landed table.",
        rules=(
            between(
                "at_most_the_agreed_share_is_rejected",
                "data_engineering",
                "share_above_agreed",
                "Read their reasons in marts.rejected_rows of the failed build.",
                highest=0,
            ),
        ),
    ),
)

RATES = Suite(
    name="rates",
    label="metric",
    description="One row per metric whose numerator is a part of its denominator.",
    query="""
        select
            kpi.metric,
            kpi.pillar,
            cast(min(kpi.numerator / nullif(kpi.denominator, 0)) as double) as lowest,
            cast(max(kpi.numerator / nullif(kpi.denominator, 0)) as double) as highest
        from marts.kpi
        inner join reference.metrics on kpi.metric = metrics.metric
        where metrics.is_share
        group by all
    """,
    rules=tuple(
        Rule(
            f"{limit}_{pillar}_rate_is_a_rate",
            owner,
            "ColumnValuesToBeBetween",
            {
                "column": limit,
                "min_value": 0,
                "max_value": 1,
                "row_condition": f'pillar == "{pillar}"',
                "condition_parser": "pandas",
            },
            "Look at its numerator and denominator in marts.kpi of the failed build.",
        )
        for pillar, owner in PILLAR_OWNERS.items()
        for limit in ("lowest", "highest")
    ),
)


OUT_OF_RANGE = "Find the rows in the failed build, and the raw rows behind them."

RANGES = (
    Suite(
        name="awareness_ranges",
        label="fact",
        query="""
            select
                'fct_awareness' as fact,
                cast(min(impressions) as double) as fewest_impressions,
                cast(min(clicks) as double) as fewest_clicks,
                cast(min(spend_local) as double) as smallest_spend
            from marts.fct_awareness
        """,
        rules=(
            between("impressions", "marketing", "fewest_impressions", OUT_OF_RANGE, lowest=0),
            between("clicks", "marketing", "fewest_clicks", OUT_OF_RANGE, lowest=0),
            between("spend", "marketing", "smallest_spend", OUT_OF_RANGE, lowest=0),
        ),
    ),
    Suite(
        name="activation_ranges",
        label="fact",
        query="""
            select
                'fct_activation' as fact,
                cast(min(response_seconds) as double) as shortest_response,
                cast(min(amount_local) as double) as smallest_amount
            from marts.fct_activation
        """,
        rules=(
            between("response", "sales", "shortest_response", OUT_OF_RANGE, lowest=0),
            between("deal_amount", "sales", "smallest_amount", OUT_OF_RANGE, lowest=0),
        ),
    ),
    Suite(
        name="revenue_ranges",
        label="fact",
        query="""
            select
                'fct_revenue' as fact,
                cast(min(closing_mrr) as double) as smallest_closing_mrr,
                cast(min(closing_mrr_reporting) as double) as smallest_closing_mrr_reporting
            from marts.fct_revenue
        """,
        rules=(
            between("closing_mrr", "sales", "smallest_closing_mrr", OUT_OF_RANGE, lowest=0),
            between(
                "closing_mrr_reporting",
                "sales",
                "smallest_closing_mrr_reporting",
                OUT_OF_RANGE,
                lowest=0,
            ),
        ),
    ),
    Suite(
        name="referral_ranges",
        label="fact",
        query="""
            select
                'fct_referral' as fact,
                cast(min(rating) as double) as lowest_rating,
                cast(max(rating) as double) as highest_rating
            from marts.fct_referral
        """,
        rules=(
            between("lowest_rating", "service", "lowest_rating", OUT_OF_RANGE, lowest=0),
            between("highest_rating", "service", "highest_rating", OUT_OF_RANGE, highest=5),
        ),
    ),
    Suite(
        name="lifecycle_ranges",
        label="fact",
        query="""
            select
                'fct_lifecycle' as fact,
                cast(min(duration_seconds) as double) as shortest_stay
            from marts.fct_lifecycle
        """,
        rules=(between("stay", "data_engineering", "shortest_stay", OUT_OF_RANGE, lowest=0),),
    ),
)

MARTS = (*VOLUMES, RATES, *RANGES)
