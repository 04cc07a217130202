"""What one version agrees that another does not, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.lib.agreement.clauses import Article, Clause


@dataclass(frozen=True)
class Change:
    """A clause that came, went or says something else now; kind is added, removed or changed."""

    kind: str
    before: Clause | None
    after: Clause | None

    @property
    def row(self) -> str:
        """The name of the row that it is about."""
        clause = self.after or self.before
        return clause.row if clause else ""


@dataclass(frozen=True)
class ArticleChanges:
    """The changes of one article."""

    heading: str
    changes: Sequence[Change]


def changes(before: Sequence[Clause], after: Sequence[Clause]) -> list[Change]:
    """Clauses are the same if their rows have the same key; what is gone stands last."""
    old = {clause.row: clause for clause in before}
    new = {clause.row: clause for clause in after}
    found = []
    for row, clause in new.items():
        former = old.get(row)
        if former is None:
            found.append(Change("added", None, clause))
        elif former.content != clause.content:
            found.append(Change("changed", former, clause))
    found += [Change("removed", clause, None) for row, clause in old.items() if row not in new]
    return found


def compared(before: Sequence[Article], after: Sequence[Article]) -> list[ArticleChanges]:
    """The changes of every article, an article without any included."""
    return [
        ArticleChanges(new.heading, changes(old.clauses(), new.clauses()))
        for old, new in zip(before, after, strict=True)
    ]
