"""Guards against the next exploding join: no operator's rows may grow faster than what it reads.

Every table of the project is built, and every test asked, for a small and for a larger company.
What counts is rows that pass an operator, never time. A node is growing when the rows of one kind
of its operators exceed what it reads and grew by more than the growth of the company, or of the
table it reads that grew most, to the power of LIMIT.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import company, layout, one_process, plans
from benchmarks.plans import Counts
from benchmarks.project import Node, Project
from orchestration.lib.errors import UserError

SMALL, LARGE = 4_000, 20_000
LIMIT = 1.3
# Below so many rows, and so many for each row read, growth is that of a small number.
LEAST_ROWS, LEAST_FACTOR, LEAST_READ = 30_000, 2, 100
EXCEPTIONS = Path(__file__).with_name("growth_exceptions.csv")


@dataclass(frozen=True)
class Growth:
    """The rows of one kind of operator in one node, for the small and the larger company."""

    node: str
    operator: str
    small: int
    large: int
    exponent: float

    def line(self) -> str:
        """The finding as a sentence."""
        return (
            f"{self.node}: {self.operator} passes {self.small:,} rows and {self.large:,} in a "
            f"company {LARGE / SMALL:g} times as large (rows to the power of {self.exponent:.2f}, "
            f"at most {LIMIT})."
        )


def observe(
    landing: Path, folder: Path, project: Project, chosen: Collection[str] | None = None
) -> dict[str, Counts]:
    """Builds and tests a landing in an empty folder; the operators' rows of each node by its name.

    chosen are the models whose lines are built; all by default.
    """
    folder.mkdir(parents=True, exist_ok=True)
    layout.lend(landing, folder, project)
    found: dict[str, Counts] = {}
    with layout.opened(folder, project) as connection:
        for node in project.built(chosen):
            if _is_table(node):
                one_process.make_schema(connection, node)
                statement = f"create table {node.relation} as {node.sql}"
                found[node.name] = plans.analysed(connection, statement)
            else:
                one_process.make(connection, node)
        for test in project.tests(chosen):
            found[test.name] = plans.analysed(connection, test.sql)
    return found


def _is_table(node: Node) -> bool:
    return node.kind == "model" and node.materialized not in ("view", "ephemeral")


def growing(
    small: Mapping[str, Counts], large: Mapping[str, Counts], ratio: float = LARGE / SMALL
) -> list[Growth]:
    """The nodes that grow too fast, each with its worst kind of operator, the worst node first.

    ratio is how many times as large the larger company is.
    """
    found = []
    for node in small.keys() & large.keys():
        grown = _growths(node, small[node], large[node], ratio)
        worst = max(grown, key=lambda one: one.exponent, default=None)
        if worst is not None and worst.exponent > LIMIT:
            found.append(worst)
    return sorted(found, key=lambda one: (-one.exponent, one.node))


def _growths(node: str, small: Counts, large: Counts, ratio: float) -> Iterator[Growth]:
    """The growth of every kind of operator that passes many rows in the larger company."""
    growth = max([ratio, *_growth_of_tables(small, large)])
    most = max(small.passed.values(), default=0)
    for kind, rows in large.passed.items():
        if rows >= max(LEAST_ROWS, LEAST_FACTOR * large.largest):
            # A kind that the small plan lacks is compared with the most that the small plan passed.
            before = small.passed.get(kind) or most
            exponent = math.log(rows / max(before, 1)) / math.log(growth)
            yield Growth(node, kind, before, rows, exponent)


def _growth_of_tables(small: Counts, large: Counts) -> Iterator[float]:
    """How many times as many rows each table has; a small one may grow by chance."""
    for table, rows in small.read.items():
        if rows >= LEAST_READ and table in large.read:
            yield large.read[table] / rows


def read_exceptions(path: Path = EXCEPTIONS) -> dict[str, str]:
    """The nodes that may grow, each with its reason. Raises UserError for a line without one."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    excused = {row["node"]: (row["reason"] or "").strip() for row in rows}
    silent = sorted(node for node, reason in excused.items() if not reason)
    if silent or len(excused) < len(rows):
        raise UserError(f"{path}: each node needs a reason, and one line ({', '.join(silent)}).")
    return excused


def judge(found: Sequence[Growth], excused: Mapping[str, str]) -> list[str]:
    """What is wrong: nodes that grow and are not excused, and excuses that nothing needs."""
    unused = sorted(excused.keys() - {one.node for one in found})
    return [
        *(one.line() for one in found if one.node not in excused),
        *(f"{node} no longer grows: take it out of {EXCEPTIONS.name}." for node in unused),
    ]


def check(scratch: Path) -> list[str]:
    """What is wrong with the project as it stands, built for both companies in a folder."""
    landings = {size: company.landing_of(scratch, size) for size in (SMALL, LARGE)}
    project = layout.compiled(scratch, company.as_of(landings[LARGE]))
    with layout.emptied(scratch / "growth") as folder:
        small, large = (
            observe(landing, folder / str(size), project) for size, landing in landings.items()
        )
    return judge(growing(small, large), read_exceptions())
