"""What was measured, as it is kept between measuring and reporting: one JSON file."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from orchestration.lib.errors import UserError

FILE = "results.json"


@dataclass
class Spread:
    """One measure of several runs."""

    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle one; 0 where nothing was measured."""
        return statistics.median(self.values) if self.values else 0.0

    def words(self, digits: int = 0) -> str:
        """The median, with the least and the most where they differ from it."""
        if not self.values:
            return ""
        middle, least, most = (
            f"{value:,.{digits}f}" for value in (self.median, min(self.values), max(self.values))
        )
        return middle if least == most else f"{middle} ({least} to {most})"


@dataclass
class Size:
    """The runs of one company. CPU-seconds and seconds, bytes of memory and of files.

    rows are those of the landing; nodes has the CPU-seconds of each model, seed and test.
    """

    activities: int
    rows: int
    night_cpu: Spread = field(default_factory=Spread)
    night_wall: Spread = field(default_factory=Spread)
    night_memory: Spread = field(default_factory=Spread)
    second_cpu: Spread = field(default_factory=Spread)
    second_wall: Spread = field(default_factory=Spread)
    models_cpu: Spread = field(default_factory=Spread)
    models_only_cpu: Spread = field(default_factory=Spread)
    models_memory: Spread = field(default_factory=Spread)
    bound_cpu: Spread = field(default_factory=Spread)
    published: Spread = field(default_factory=Spread)
    compact: Spread = field(default_factory=Spread)
    nodes: dict[str, Spread] = field(default_factory=dict)


@dataclass
class Email:
    """The e-mail marts alone, from so many events."""

    events: int
    models_cpu: Spread = field(default_factory=Spread)
    models_memory: Spread = field(default_factory=Spread)
    dbt_cpu: Spread = field(default_factory=Spread)
    dbt_memory: Spread = field(default_factory=Spread)
    bytes: Spread = field(default_factory=Spread)


@dataclass
class Results:
    """Everything that was measured on one machine."""

    machine: str
    sizes: list[Size] = field(default_factory=list)
    email: Email | None = None

    def size(self, activities: int) -> Size | None:
        """The runs of the company of that size, or none."""
        return next((one for one in self.sizes if one.activities == activities), None)

    def put(self, size: Size) -> None:
        """Takes the runs of a size in place of earlier ones."""
        others = [one for one in self.sizes if one.activities != size.activities]
        self.sizes = sorted([*others, size], key=lambda one: one.activities)

    def save(self, folder: Path) -> Path:
        """Writes the results and returns their file."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        return path


def read(folder: Path) -> Results:
    """The results that were kept in a folder. Raises UserError when there are none."""
    path = folder / FILE
    if not path.is_file():
        raise UserError(f"{path} is missing. Measure first: make benchmark.")
    content = json.loads(path.read_text(encoding="utf-8"))
    email = content["email"]
    return Results(
        machine=content["machine"],
        sizes=[_size(raw) for raw in content["sizes"]],
        email=Email(**_spreads(email)) if email else None,
    )


def _size(raw: dict[str, Any]) -> Size:
    nodes = {name: Spread(**spread) for name, spread in raw.pop("nodes").items()}
    return Size(**_spreads(raw), nodes=nodes)


def _spreads(raw: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Spread(**value) if isinstance(value, dict) else value for name, value in raw.items()
    }


def note(spreads: dict[str, Spread], costs: Iterable[tuple[str, float]]) -> None:
    """Adds one run's costs by name."""
    for name, cost in costs:
        spreads.setdefault(name, Spread()).values.append(round(cost, 3))
