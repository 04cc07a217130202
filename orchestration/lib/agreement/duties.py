"""What the teams owe each other: promises, delays, ambassadors, metrics; in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from orchestration.lib.agreement.clauses import Clause, Listing, by, content, listed, row_name
from orchestration.lib.agreement.rows import Agreement, Row
from orchestration.lib.agreement.words import Words, sentence

# ---------------------------------------------------------------- promises and policies


def promise(words: Words, row: Row) -> Clause:
    """How many leads a team hands over, and when that is kept."""
    entry = {"team": words.say("teams", row["team"] or ""), "count": ""}
    entry["count"] = words.amount(
        row["promised_per_week"] or 0, "qualified_lead", "qualified_leads"
    )
    if row["source_channel"]:
        channel = words.label("channels", row["source_channel"])
        first = words.say("sentences", "promise_of_channel", **entry, channel=channel)
    else:
        first = words.say("sentences", "promise", **entry)
    capacity = words.say("sentences", "no_capacity")
    if row["capacity_per_week"] is not None:
        count = words.amount(row["capacity_per_week"], "lead", "leads")
        capacity = words.say("sentences", "capacity", count=count)
    dispute = words.say("sentences", "no_dispute")
    if row["dispute_window_days"]:
        days = words.days(row["dispute_window_days"])
        dispute = words.say("sentences", "dispute", days=days)
    said = [
        first,
        words.say("sentences", "prorated" if row["is_prorated"] else "not_prorated"),
        words.say(
            "sentences",
            "band",
            lowest=words.percent(row["lowest_attainment"] or Decimal(0)),
            highest=words.percent(row["highest_attainment"] or Decimal(0)),
        ),
        capacity,
        dispute,
    ]
    text = " ".join(sentence(each) for each in said)
    return Clause(row_name("promises", row), text, content=content(row))


def policies(words: Words, rows: Sequence[Row]) -> list[Listing]:
    """How fast which lead is first contacted, in the order in which policies are tried."""
    return listed(_policy(words, row) for row in sorted(rows, key=by("priority", "policy_id")))


def _policy(words: Words, row: Row) -> Clause:
    asked = []
    if row["source_channel"]:
        channel = words.label("channels", row["source_channel"])
        asked.append(words.say("sentences", "of_channel", channel=channel))
    if row["qualification_path"]:
        path = words.quoted(words.say("paths", row["qualification_path"]))
        asked.append(words.say("sentences", "of_path", path=path))
    if row["country"]:
        country = words.quoted(row["country"])
        asked.append(words.say("sentences", "of_country", country=country))
    leads = words.say("sentences", "any_lead")
    if asked:
        conditions = words.listed(asked, "and")
        leads = words.say("sentences", "a_lead", conditions=conditions)
    calendar = words.say("calendars", row["calendar_id"] or "")
    text = words.say(
        "sentences",
        "policy",
        leads=leads,
        delay=words.duration(row["target_minutes"] or 0),
        calendar=words.say("sentences", "calendar", calendar=calendar),
    )
    return Clause(row_name("sla_policies", row), text, number=row["priority"], content=content(row))


def working_hours(words: Words, agreement: Agreement, policies: Sequence[Row]) -> Iterable[str]:
    """A sentence for the hours of each calendar that a policy names."""
    ordered = sorted(policies, key=by("priority", "policy_id"))
    for calendar_id in dict.fromkeys(str(row["calendar_id"] or "") for row in ordered):
        calendar = words.say("calendars", calendar_id)
        found = [
            row for row in agreement.tables["working_hours"] if row["calendar_id"] == calendar_id
        ]
        if not found:
            yield words.say("sentences", "no_hours", calendar=calendar)
            continue
        yield words.say(
            "sentences",
            "hours_of_calendar",
            calendar=calendar,
            hours=words.listed(list(_hours_of_days(words, found)), "and"),
            zone=words.say("zones", found[0]["time_zone"]),
        )
    if policies:
        yield words.say("notes", "calendar_days")


def _hours_of_days(words: Words, rows: Sequence[Row]) -> Iterable[str]:
    """Days that follow each other and have the same hours are said together."""
    hours: dict[int, list[str]] = {}
    for row in sorted(rows, key=by("iso_weekday", "opens_at")):
        opens, closes = (str(row[name] or "")[:5] for name in ("opens_at", "closes_at"))
        said = words.say("sentences", "hours", opens=opens, closes=closes)
        hours.setdefault(row["iso_weekday"], []).append(said)
    runs: list[list[int]] = []
    for day in sorted(hours):
        if runs and runs[-1][-1] == day - 1 and hours[day] == hours[day - 1]:
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        first, last = (words.say("weekdays", str(day)) for day in (run[0], run[-1]))
        said = words.listed(hours[run[0]], "and")
        if len(run) == 1:
            yield words.say("sentences", "hours_of_day", day=first, hours=said)
        else:
            yield words.say("sentences", "hours_of_days", first=first, last=last, hours=said)


# ---------------------------------------------------------------- ambassadors and metrics


def act(words: Words, row: Row) -> Clause:
    """What makes a customer an ambassador."""
    kind, rating = row["act_type"] or "", row["lowest_rating"]
    text = words.say("acts", kind)
    if rating is not None:
        shown = words.number(rating)
        if words.knows("acts", f"{kind}_rated"):
            text = words.say("acts", f"{kind}_rated", rating=shown)
        else:
            text = words.say("acts", "rated", act=text, rating=shown)
    return Clause(row_name("ambassador_acts", row), text, content=content(row))


PILLARS = ("awareness", "acquisition", "activation", "retention", "referral", "revenue")


def metrics(words: Words, rows: Sequence[Row]) -> list[Listing]:
    """What each pillar is judged by, and what is followed besides, one list an application."""

    def place(row: Row) -> tuple[Any, ...]:
        known = PILLARS.index(row["pillar"]) if row["pillar"] in PILLARS else len(PILLARS)
        return (str(row["application_id"]), known, not row["is_primary"], str(row["metric"]))

    found = []
    for application, members in groupby(
        sorted(rows, key=place), key=lambda row: str(row["application_id"])
    ):
        heading = words.say("applications", application)
        found += listed((_metric(words, row, heading) for row in members), heading)
    return found


def _metric(words: Words, row: Row, where: str) -> Clause:
    metric = words.label("metrics", row["metric"] or "")
    said = [words.say("sentences", "primary" if row["is_primary"] else "secondary", metric=metric)]
    if row["is_vanity"]:
        said.append(words.say("sentences", "vanity"))
    if row["target"] is None:
        direction = words.say("directions", row["direction"] or "")
        said.append(words.say("sentences", "no_target", direction=direction))
    else:
        target = f"target_{'down' if row['direction'] == 'down' else 'up'}"
        said.append(words.say("sentences", target, target=_measure(words, row)))
    said.append(words.say("sentences", "owner", team=words.say("teams", row["owner"] or "")))
    return Clause(
        row=row_name("pillar_metrics", row),
        title=words.say("pillars", row["pillar"] or ""),
        text=" ".join(sentence(each) for each in said),
        where=where,
        content=content(row),
    )


def _measure(words: Words, row: Row) -> str:
    if row["unit"] == "ratio":
        return words.percent(row["target"])
    number = words.number(row["target"])
    if words.knows("units", row["unit"] or ""):
        return words.say("units", row["unit"], number=number)
    return f"{number} {row['unit'] or ''}".strip()
