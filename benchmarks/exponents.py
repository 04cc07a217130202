"""How the cost of each model, seed and test grows between two sizes of the company."""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.results import Size

LIMIT = 1.1
# CPU-seconds below which a cost is mostly that of starting.
LEAST = 0.5


@dataclass(frozen=True)
class Exponent:
    """A node's CPU-seconds at two sizes, and the power of the rows with which they grew."""

    node: str
    small: float
    large: float
    power: float

    @property
    def is_flagged(self) -> bool:
        """Whether it grows faster than the rows, and costs enough to say so."""
        return self.power > LIMIT and self.large > LEAST

    def line(self) -> str:
        """The node as a line of a Markdown table."""
        flag = "yes" if self.is_flagged else ""
        return f"| {self.node} | {self.small:.2f} | {self.large:.2f} | {self.power:.2f} | {flag} |"


def exponents(small: Size, large: Size) -> list[Exponent]:
    """Every node that both sizes have, the dearest first; medians of their runs."""
    growth = math.log(large.rows / small.rows)
    found = []
    for node in small.nodes.keys() & large.nodes.keys():
        before, after = small.nodes[node].median, large.nodes[node].median
        if before > 0 and after > 0:
            power = math.log(after / before) / growth
            found.append(Exponent(node, before, after, power))
    return sorted(found, key=lambda one: -one.large)


def table(small: Size, large: Size, least: float = LEAST) -> str:
    """The nodes that cost more than so many CPU-seconds, as a Markdown table."""
    head = (
        f"| node | {small.activities:,} | {large.activities:,} | power of rows "
        f"| above {LIMIT} |\n|---|---:|---:|---:|---|"
    )
    dear = [one.line() for one in exponents(small, large) if one.large > least]
    return "\n".join([head, *dear])
