"""What the page is made of: articles of clauses, each clause a row in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.lib.agreement.rows import KEYS, Row


@dataclass(frozen=True)
class Clause:
    """One row, said in words; what belongs to it stands below.

    row is the row's name (seed and key), empty for a mere grouping. Two clauses of one name say
    the same if their content is equal. note is said once where all clauses of a list share it.
    where tells, outside its list, what the clause belongs to.
    """

    row: str
    text: str
    title: str = ""
    number: int | None = None
    note: str = ""
    where: str = ""
    parts: tuple[Clause, ...] = ()
    content: object = None


@dataclass(frozen=True)
class Listing:
    """Clauses under one heading, the empty heading included."""

    heading: str
    clauses: Sequence[Clause]
    note: str = ""


@dataclass(frozen=True)
class Article:
    """One article of the agreement."""

    name: str
    heading: str
    introduction: str
    listings: Sequence[Listing]
    after: Sequence[str] = ()

    def clauses(self) -> list[Clause]:
        """Every clause, in the order of reading."""
        return [clause for listing in self.listings for clause in listing.clauses]


def row_name(seed: str, row: Row) -> str:
    """What tells a row of a version from all others: seed|key|key."""
    return "|".join([seed, *(_plain(row[column]) for column in KEYS[seed])])


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def content(row: Row) -> tuple[tuple[str, str], ...]:
    """What a row agrees: not which version or days it belongs to."""
    left_out = ("agreement_version", "valid_from", "valid_to")
    return tuple((name, _plain(value)) for name, value in row.items() if name not in left_out)


def listed(clauses: Iterable[Clause], heading: str = "") -> list[Listing]:
    """One list, its common note taken out of its clauses; no list for no clause."""
    found = list(clauses)
    notes = {clause.note for clause in found}
    common = notes.pop() if len(notes) == 1 else ""
    return [Listing(heading, found, common)] if found else []


def by(*columns: str) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """A key that sorts rows by columns, blanks last."""
    return lambda row: tuple(
        (row[column] is None, 0 if row[column] is None else row[column]) for column in columns
    )
