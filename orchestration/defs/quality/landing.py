"""What is expected of a landing before anything is built on it. Its shape is checked before."""

from orchestration.lib.quality.suite import Suite, between

LANDING = (
    Suite(
        name="landing",
        label="table_name",
        description="One row per landed table.",
        rules=(
            between(
                "rows_have_not_halved",
                "data_engineering",
                "rows_ratio",
                "Check that the export is complete. If the loss is meant, run with "
                "--accept-changes.",
                lowest=0.5,
            ),
            between(
                "rows_have_not_multiplied",
                "data_engineering",
                "rows_ratio",
                "Check that no file is landed twice.",
                highest=3.0,
                blocks=False,
            ),
            between(
                "keys_are_filled",
                "data_engineering",
                "null_key_share",
                "Check the export: rows without their key cannot be read.",
                highest=0.05,
            ),
        ),
    ),
    Suite(
        name="connectors",
        label="connector",
        description="One row per connector that records when a row was landed.",
        rules=(
            between(
                "recorded_lately",
                "data_engineering",
                "hours_old",
                "Check that the connector still runs: its latest row is older than a week.",
                highest=168,
                blocks=False,
            ),
            between(
                "not_recorded_in_the_future",
                "data_engineering",
                "hours_old",
                "Check the time zone of the export: times are UTC.",
                lowest=-24,
                blocks=False,
            ),
        ),
    ),
)
