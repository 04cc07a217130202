"""What customers are to be: engaged, satisfied, ideal; in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.lib.agreement.clauses import Clause, Listing, by, content, listed, row_name
from orchestration.lib.agreement.conditions import activity, attribute_condition
from orchestration.lib.agreement.rows import Row
from orchestration.lib.agreement.words import Words


def engagement(words: Words, rows: Sequence[Row]) -> list[Listing]:
    """What gives a customer points of engagement in a month, the most points first."""

    def line(row: Row) -> Clause:
        happened = activity(words, row["activity"] or "")
        text = words.say(
            "sentences",
            "engagement_line",
            points=words.points(row["points"] or 0),
            activity=happened,
            that=words.that(happened),
            times=words.amount(row["highest_count"] or 0, "once", "times"),
        )
        return Clause(row_name("engagement_lines", row), text, content=content(row))

    ordered = sorted(rows, key=lambda row: (-(row["points"] or 0), str(row["activity"])))
    return listed(line(row) for row in ordered)


def satisfaction(words: Words, rows: Sequence[Row]) -> list[Listing]:
    """What tells that a customer is satisfied."""

    def signal(row: Row) -> Clause:
        code = row["signal"] or ""
        if row["lowest_score"] is None:
            text = words.say("signals", code)
        else:
            score = words.number(row["lowest_score"])
            text = words.say("signals", f"{code}_scored", score=score)
        return Clause(row_name("satisfaction_signals", row), text, content=content(row))

    return listed(signal(row) for row in sorted(rows, key=by("signal")))


def ideal(words: Words, rows: Sequence[Row], value_types: dict[str, str]) -> list[Listing]:
    """What a customer had to be when their first contract began, to be an ideal one."""

    def condition(row: Row) -> Clause:
        text = attribute_condition(words, {**row, "signal": row["attribute"]}, value_types)
        return Clause(row_name("ideal_customers", row), text, content=content(row))

    return listed(condition(row) for row in sorted(rows, key=by("attribute", "operator")))
