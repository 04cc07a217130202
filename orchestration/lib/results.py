"""What every check of a run comes down to, whoever made it: the landing, dbt or an audit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BLOCKING = "error"


@dataclass(frozen=True)
class CheckResult:
    """The outcome of one check.

    step is landing, dbt, audit or run. status is pass, warn (reported, does not stop the run) or
    error (stops it). failing_rows is the number of rows that break the rule, where it counts rows.
    """

    step: str
    check: str
    owner: str
    status: str
    message: str = ""
    failing_rows: int | None = None

    def line(self) -> str:
        """The result as a person reads it."""
        rows = f", {self.failing_rows} failing rows" if self.failing_rows else ""
        return f"{self.check} ({self.owner}{rows}): {self.message}".rstrip(": ")


def blocking(results: Iterable[CheckResult]) -> list[CheckResult]:
    """The results on which nothing may be published."""
    return [result for result in results if result.status == BLOCKING]


class CheckFailure(Exception):
    """Some checks failed. Its message lists them by name and owner."""

    def __init__(self, step: str, results: Iterable[CheckResult]) -> None:
        self.results = blocking(results)
        lines = "\n".join(f"  - {result.line()}" for result in self.results)
        count = f"{len(self.results)} error{'s' if len(self.results) > 1 else ''}"
        super().__init__(f"{step}: {count}, so nothing is published.\n{lines}")
