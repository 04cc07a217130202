"""What a contract says of one raw row, as SQL: why it cannot be used, and what is blanked in it.

Nothing here compares rows with each other; `landing_load` does.
"""

from __future__ import annotations

import re

from orchestration.lib.contracts import Column, Rule, Table
from orchestration.lib.landing_files import quote_identifier, quote_text

# Nothing that a company of today counts is older; a day before it is a slip of the pen.
FIRST_DAY = "1990-01-01"
# What is further ahead than a contract is ever signed for.
YEARS_AHEAD = 10
# In cents and times 52 it is still a whole number of 64 bits, and in millionths a decimal(18, 6).
LARGEST_AMOUNT = 100_000_000_000
# Rules are written in SQL: texts in quotes, and words, of which some are columns.
WORD = re.compile(r"'[^']*'|[A-Za-z_]\w*")
DAYS = ("date", "timestamp", "timestamptz")


def readable(column: Column) -> str:
    """A raw column as its contract's type, null where it cannot be read so."""
    name = quote_identifier(column.name)
    if column.base_type in ("text", "record"):
        return name
    return f"try_cast({name} as {column.data_type})"


def trimmed(column: Column) -> str:
    """The same; a text without the blanks around it."""
    return f"trim({readable(column)})" if column.base_type == "text" else readable(column)


def _filled(column: Column) -> str:
    """The same; a text of nothing but blanks is no value."""
    return f"nullif({trimmed(column)}, '')" if column.base_type == "text" else readable(column)


def _text(column: Column) -> str:
    return f"cast({quote_identifier(column.name)} as varchar)"


# ---------------------------------------------------------------- of one column


def _bounds(column: Column, latest: str) -> tuple[str, str] | None:
    """Days and instants, and amounts of money, that lie where none can."""
    if column.is_unbounded:
        return None
    if column.base_type in DAYS:
        within = f"date {quote_text(FIRST_DAY)} and date {quote_text(latest)}"
        said = f"{column.name} is not between {FIRST_DAY} and {latest}: "
        return f"{readable(column)} not between {within}", said
    if column.base_type == "decimal":
        within = f"-{LARGEST_AMOUNT} and {LARGEST_AMOUNT}"
        said = f"{column.name} is not between {within}: "
        return f"{readable(column)} not between {within}", said
    if column.base_type == "double":
        return f"not isfinite({readable(column)})", f"{column.name} is not a finite number: "
    return None


def _unlike_type(column: Column) -> list[tuple[str, str]]:
    """What cannot be read as the column's type, a fraction where a whole number is due."""
    if column.base_type in ("text", "record"):
        return []
    name, value = quote_identifier(column.name), readable(column)
    unlike = f"{column.name} is not a {column.data_type}: "
    found = [(f"{name} is not null and {value} is null", unlike)]
    if column.base_type in ("bigint", "integer"):
        # A cast rounds 9.5 to 10, and a detractor's to a promoter's.
        whole = f"try_cast({name} as double) <> cast({value} as double)"
        found.append((whole, unlike))
    return found


def _objections(column: Column, latest: str) -> list[tuple[str, str]]:
    """The conditions under which a column spoils its row, each with the reason as SQL."""
    text = _text(column)
    found = []
    if column.required:
        missing = quote_text(f"{column.name} is missing")
        found.append((f"nullif(trim({text}), '') is null", missing))
    said = _unlike_type(column)
    if column.accepted_values:
        listed = ", ".join(quote_text(value) for value in column.accepted_values)
        known = column.listed_in or ", ".join(column.accepted_values)
        said.append(
            (f"{_filled(column)} not in ({listed})", f"{column.name} is not one of {known}: ")
        )
    if column.pattern:
        matched = f"regexp_matches(nullif(trim({text}), ''), {quote_text(column.pattern)})"
        asked = column.pattern_says or f"does not match {column.pattern}"
        said.append((f"not {matched}", f"{column.name} {asked}: "))
    bounds = _bounds(column, latest)
    if bounds is not None:
        said.append(bounds)
    return found + [(condition, f"{quote_text(reason)} || {text}") for condition, reason in said]


# ---------------------------------------------------------------- across columns


def _rendered(text: str, table: Table) -> str:
    """A rule's text with every column read as its type."""

    def read(word: re.Match[str]) -> str:
        column = table.column(word[0].lower())
        return _filled(column) if column else word[0]

    return WORD.sub(read, text)


def broken(rule: Rule, table: Table) -> str:
    """The condition under which a row breaks a rule; what is unknown breaks none."""
    holds = _rendered(rule.rule, table)
    where = f"({_rendered(rule.where, table)}) and " if rule.where else ""
    return f"{where}not ({holds})"


def _reason(rule: Rule, table: Table) -> str:
    """Which rule was broken, by which values, and what to do."""
    words = WORD.findall(f"{rule.rule} {rule.where or ''}".lower())
    columns = [column for word in dict.fromkeys(words) if (column := table.column(word))]
    values = " || ', ' || ".join(
        f"{quote_text(f'{column.name} ')} || coalesce({_text(column)}, 'empty')"
        for column in columns
    )
    said = quote_text(f"{rule.column} breaks the rule '{rule.told}': ")
    return f"{said} || {values} || {quote_text(f'. {rule.remedy}')}"


def reject_reason(table: Table, latest: str) -> str:
    """The SQL of why a raw row, taken by itself, cannot be used; null when it can.

    latest is the last day that a row may name, as 2036-06-30. A reason names the column and the
    value, since a person will act on it.
    """
    objections = [found for column in table.columns for found in _objections(column, latest)]
    objections += [
        (broken(rule, table), _reason(rule, table)) for rule in table.rules if not rule.blanks
    ]
    branches = " ".join(f"when {condition} then {reason}" for condition, reason in objections)
    return f"case {branches} end" if branches else "cast(null as varchar)"
