"""How a border check is written down. What is checked stands in orchestration/defs/quality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rule:
    """One expectation, its owner and what to do when it is not met.

    expect is the name of a class of great_expectations.expectations without its Expect, arguments
    are what that class takes. An unmet rule stops the run unless blocks is false.
    """

    name: str
    owner: str
    expect: str
    arguments: dict[str, Any]
    remedy: str
    blocks: bool = True


def between(
    name: str,
    owner: str,
    column: str,
    remedy: str,
    lowest: float | None = None,
    highest: float | None = None,
    *,
    blocks: bool = True,
) -> Rule:
    """Every value of the column lies between the limits, themselves included; nulls are let be."""
    arguments = {"column": column, "min_value": lowest, "max_value": highest}
    return Rule(name, owner, "ColumnValuesToBeBetween", arguments, remedy, blocks)


@dataclass(frozen=True)
class Suite:
    """The rules about one small table of measures, one row of which stands for `label`.

    The measures are the rows of `query` on the build, or, without a query, those that the step
    hands over under the suite's name.
    """

    name: str
    label: str
    rules: tuple[Rule, ...]
    query: str | None = None
    description: str = ""
