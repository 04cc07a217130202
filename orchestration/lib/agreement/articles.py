"""The articles of a version, in the order of reading."""

from __future__ import annotations

from orchestration.lib.agreement.clauses import Article, Listing, listed
from orchestration.lib.agreement.customers import engagement, ideal, satisfaction
from orchestration.lib.agreement.duties import act, metrics, policies, promise, working_hours
from orchestration.lib.agreement.rows import Agreement, Version
from orchestration.lib.agreement.rules import exclusions, rules, scores
from orchestration.lib.agreement.words import Words


def articles(agreement: Agreement, version: Version, words: Words) -> list[Article]:
    """The articles of a version in one language, numbered in the order of reading."""
    value_types = {
        str(row["attribute"]): str(row["value_type"]) for row in agreement.tables["attributes"]
    }
    rows = version.rows
    unknown = words.say("notes", "unknown_attribute")
    hours = list(working_hours(words, agreement, rows["sla_policies"]))
    told: list[tuple[str, list[Listing], list[str]]] = [
        ("mql", rules(words, version, "mql", value_types), [unknown]),
        ("scores", scores(words, version, value_types), []),
        ("exclusions", exclusions(words, rows["exclusions"], value_types), []),
        ("sal", rules(words, version, "sal", value_types), []),
        ("sql", rules(words, version, "sql", value_types), []),
        ("promises", listed(promise(words, row) for row in rows["promises"]), []),
        ("sla_policies", policies(words, rows["sla_policies"]), hours),
        ("ambassador_acts", listed(act(words, row) for row in rows["ambassador_acts"]), []),
        ("pillar_metrics", metrics(words, rows["pillar_metrics"]), []),
        ("engagement_lines", engagement(words, rows["engagement_lines"]), []),
        ("satisfaction_signals", satisfaction(words, rows["satisfaction_signals"]), []),
        ("ideal_customers", ideal(words, rows["ideal_customers"], value_types), [unknown]),
    ]
    return [
        Article(
            name=name,
            heading=f"{number}. {words.say('sections', name)}",
            introduction=words.say("introductions" if listings else "empty", name),
            listings=listings,
            after=after if listings else (),
        )
        for number, (name, listings, after) in enumerate(told, start=1)
    ]
