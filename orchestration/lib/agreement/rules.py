"""Who is a qualified lead: rules, scores and exclusions in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from orchestration.lib.agreement.clauses import Clause, Listing, by, content, listed, row_name
from orchestration.lib.agreement.conditions import attribute_condition, condition, score_line
from orchestration.lib.agreement.rows import Row, Version
from orchestration.lib.agreement.words import Words


def rules(words: Words, version: Version, stage: str, value_types: dict[str, str]) -> list[Listing]:
    """The rules of a stage, in the order of their priority."""
    found = [row for row in version.rows["qualification_rules"] if row["stage"] == stage]
    conditions = version.rows["rule_conditions"]
    return listed(
        _rule(
            words,
            rule,
            [row for row in conditions if row["rule_id"] == rule["rule_id"]],
            value_types,
        )
        for rule in sorted(found, key=by("priority", "rule_id"))
    )


def _rule(
    words: Words, rule: Row, conditions: Sequence[Row], value_types: dict[str, str]
) -> Clause:
    ordered = sorted(conditions, key=by("condition_group", "signal", "value"))
    groups = [
        [
            Clause(row_name("rule_conditions", row), condition(words, row, value_types))
            for row in group
        ]
        for _, group in groupby(ordered, key=lambda row: row["condition_group"])
    ]
    days = rule["cool_down_days"] or 0
    return Clause(
        row=row_name("qualification_rules", rule),
        title=words.say("paths", rule["qualification_path"] or ""),
        text="" if len(conditions) == 1 else _lead_in(words, len(groups) > 1),
        number=rule["priority"],
        note=words.say("sentences", "cool_down", days=words.days(days))
        if days
        else words.say("sentences", "no_cool_down"),
        parts=tuple(_grouped(words, groups)),
        content=(content(rule), tuple(content(row) for row in ordered)),
    )


def _lead_in(words: Words, several_groups: bool) -> str:
    return words.say("sentences", "all_are_true" if several_groups else "one_is_true")


def _grouped(words: Words, groups: Sequence[Sequence[Clause]]) -> Iterable[Clause]:
    """A group of one as its condition, a group of alternatives as a list of its own."""
    if len(groups) == 1:
        yield from groups[0]
        return
    for group in groups:
        if len(group) == 1:
            yield group[0]
        else:
            yield Clause("", words.say("sentences", "one_is_true"), parts=tuple(group))


# ---------------------------------------------------------------- scores and exclusions


def scores(words: Words, version: Version, value_types: dict[str, str]) -> list[Listing]:
    """The lines, limits and grades of every axis; none where the version has no score."""
    return list(_scores(words, version, value_types))


def _scores(words: Words, version: Version, value_types: dict[str, str]) -> Iterable[Listing]:
    rows = version.rows
    names = ("score_lines", "score_groups", "score_grades")
    axes = sorted({str(row["axis"]) for name in names for row in rows[name]}, reverse=True)
    for axis in axes:
        said = words.say("axes", axis)
        score = words.say("sentences", "axis", axis=said)
        lines = [row for row in rows["score_lines"] if row["axis"] == axis]
        for group, members in groupby(
            sorted(lines, key=by("point_group", "signal_kind", "signal", "points")),
            key=lambda row: str(row["point_group"]),
        ):
            about = words.say("point_groups", group)
            heading = words.say("sentences", "lines_of_group", axis=said, group=about)
            yield from listed(
                [
                    *(_line(words, row, value_types, heading) for row in members),
                    *(
                        _cap(words, row, said, about, heading)
                        for row in rows["score_groups"]
                        if (row["axis"], row["point_group"]) == (axis, group)
                    ),
                ],
                heading,
            )
        used = {row["point_group"] for row in lines}
        for row in rows["score_groups"]:
            if row["axis"] == axis and row["point_group"] not in used:
                about = words.say("point_groups", str(row["point_group"]))
                yield from listed([_cap(words, row, said, about, score)], score)
        grades = [row for row in rows["score_grades"] if row["axis"] == axis]
        ordered = sorted(grades, key=lambda row: row["lowest_score"] or 0, reverse=True)
        heading = f"{score}, {words.say('sentences', 'grades').lower()}"
        yield from listed((_grade(words, row, said) for row in ordered), heading)


def _line(words: Words, row: Row, value_types: dict[str, str], where: str) -> Clause:
    text = score_line(words, row, value_types)
    return Clause(row_name("score_lines", row), text, where=where, content=content(row))


def _cap(words: Words, row: Row, axis: str, group: str, where: str) -> Clause:
    points = words.points(row["highest_points"])
    text = words.say("sentences", "cap", group=group, points=points, axis=axis)
    return Clause(row_name("score_groups", row), text, where=where, content=content(row))


def _grade(words: Words, row: Row, axis: str) -> Clause:
    points = words.points(row["lowest_score"])
    text = words.say("sentences", "grade", axis=axis, grade=str(row["grade"]), points=points)
    return Clause(row_name("score_grades", row), text, content=content(row))


def exclusions(words: Words, rows: Sequence[Row], value_types: dict[str, str]) -> list[Listing]:
    """Who is kept out, by the reason why."""
    return listed(
        Clause(
            row=row_name("exclusions", row),
            title=words.say("reasons", row["reason"]) if row["reason"] else "",
            text=attribute_condition(
                words, {**row, "signal": row["attribute"], "operator": "equals"}, value_types
            ),
            content=content(row),
        )
        for row in sorted(rows, key=by("reason", "attribute", "value"))
    )
