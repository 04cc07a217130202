"""Draws CPU-seconds over activities, both on logarithmic scales, as an SVG without any library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.results import Results, Size

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 20, 50
STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #444; }
    .grid { stroke: #ddd; stroke-width: 1; }
    .line { fill: none; stroke-width: 2.5; }
    .night { stroke: #0b6e99; } .dot.night, .name.night { fill: #0b6e99; stroke: none; }
    .models { stroke: #d9730d; } .dot.models, .name.models { fill: #d9730d; stroke: none; }
    .bound { stroke: #4d6461; } .dot.bound, .name.bound { fill: #4d6461; stroke: none; }
    @media (prefers-color-scheme: dark) { text { fill: #bbb; } .grid { stroke: #444; } }
"""
LINES = (
    ("night", "whole job"),
    ("models", "one process"),
    ("bound", "bound"),
)
Point = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """Powers of ten, from the one below the least value to the one above the greatest."""

    low: int
    high: int

    @staticmethod
    def of(values: Sequence[float]) -> Scale:
        """The scale that holds these values; at least one power of ten."""
        low = math.floor(math.log10(min(values)))
        return Scale(low, max(math.ceil(math.log10(max(values))), low + 1))

    def share(self, value: float) -> float:
        """Where a value lies, from 0 to 1."""
        return (math.log10(value) - self.low) / (self.high - self.low)

    @property
    def marks(self) -> list[float]:
        """Every power of ten."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def draw(results: Results) -> str:
    """The picture of what was measured; only its frame when nothing was."""
    lines = {name: _points(name, results.sizes) for name, _ in LINES}
    found = [point for points in lines.values() for point in points]
    body = _body(lines, found) if found else []
    title = "CPU-seconds over activities: whole job, models and tests in one process, bound"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            f"<title>{title}</title>",
            f"<style>{STYLE}</style>",
            *body,
            "</svg>\n",
        ]
    )


def _points(name: str, sizes: Sequence[Size]) -> list[Point]:
    found = []
    for size in sizes:
        spread = {"night": size.night_cpu, "models": size.models_cpu, "bound": size.bound_cpu}[name]
        if spread.median > 0:
            found.append((float(size.activities), spread.median))
    return found


def _body(lines: dict[str, list[Point]], found: Sequence[Point]) -> list[str]:
    across, up = Scale.of([x for x, _ in found]), Scale.of([y for _, y in found])

    def place(point: Point) -> Point:
        x = LEFT + across.share(point[0]) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - up.share(point[1]) * (HEIGHT - TOP - BOTTOM)
        return round(x, 1), round(y, 1)

    drawn = [_upright(place((mark, up.marks[0])), mark) for mark in across.marks]
    drawn += [_level(place((across.marks[0], mark)), mark) for mark in up.marks]
    for name, label in LINES:
        if lines[name]:
            drawn += _line(name, label, [place(point) for point in lines[name]])
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    drawn.append(f'<text x="{middle:g}" y="{HEIGHT - 8}" text-anchor="middle">activities</text>')
    drawn.append(f'<text x="{LEFT + 6}" y="{TOP + 12}">CPU-s</text>')
    return drawn


def _upright(place: Point, mark: float) -> str:
    x, y = place
    line = f'<line class="grid" x1="{x}" y1="{TOP}" x2="{x}" y2="{y}"/>'
    return f'{line}<text x="{x}" y="{y + 18}" text-anchor="middle">{mark:,.0f}</text>'


def _level(place: Point, mark: float) -> str:
    x, y = place
    line = f'<line class="grid" x1="{x}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>'
    return f'{line}<text x="{x - 8}" y="{y + 4}" text-anchor="end">{mark:,g}</text>'


def _line(name: str, label: str, places: Sequence[Point]) -> list[str]:
    path = " ".join(f"{x},{y}" for x, y in places)
    x, y = places[-1]
    return [
        f'<polyline class="line {name}" points="{path}"/>',
        *(f'<circle class="dot {name}" cx="{x}" cy="{y}" r="4"/>' for x, y in places),
        f'<text class="name {name}" x="{x + 10}" y="{y + 4}">{label}</text>',
    ]
