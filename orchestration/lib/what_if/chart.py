"""The chart of leads per week against the promise, as SVG to stand inside a page."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from orchestration.lib.what_if.compare import Week
from orchestration.lib.what_if.words import month

WIDTH, HEIGHT = 720, 210
LEFT, RIGHT, TOP, BOTTOM = 30, 8, 10, 24

# Told apart without colour too: by width, by dashes, and solid against dotted promises.
LINES = {
    "baseline": 'fill="none" stroke="#595959" stroke-width="1.6" stroke-dasharray="5 3"',
    "candidate": 'fill="none" stroke="#0b4f8a" stroke-width="2.2"',
    "baseline_promise": 'fill="none" stroke="#595959" stroke-width="1" stroke-dasharray="1 3"',
    "candidate_promise": 'fill="none" stroke="#0b4f8a" stroke-width="1" stroke-dasharray="2 2"',
}


def _step(highest: float) -> int:
    return next((step for step in (1, 2, 5, 10, 20, 50, 100) if highest <= 5 * step), 500)


def _steps_of(values: Sequence[float | None], x_of: Sequence[float], half: float) -> list[str]:
    """A line that is level within each week and interrupted where there is no value."""
    parts, before = [], None
    for x, value in zip(x_of, values, strict=True):
        if value is not None:
            start = "L" if before is not None else "M"
            parts.append(f"{start}{x - half:.1f} {value:.1f}L{x + half:.1f} {value:.1f}")
        before = value
    return parts


def chart(weeks: Sequence[Week], title: str, description: str, language: str) -> Markup:
    """The chart. title and description are what a screen reader says."""
    promises = [side.promised for week in weeks for side in (week.baseline, week.candidate)]
    leads = [side.leads for week in weeks for side in (week.baseline, week.candidate)]
    highest = max([1.0, *leads, *(float(promise) for promise in promises if promise is not None)])
    step = _step(highest)
    top_value = step * -(-highest // step)
    slot = (WIDTH - LEFT - RIGHT) / len(weeks)
    x_of = [LEFT + slot * (number + 0.5) for number in range(len(weeks))]

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top_value

    drawn = [
        f'<svg role="img" aria-labelledby="chart-title chart-description" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="chart-title">{escape(title)}</title>',
        f'<desc id="chart-description">{escape(description)}</desc>',
    ]
    for value in range(0, int(top_value) + 1, step):
        drawn.append(
            f'<path d="M{LEFT} {y(value):.1f}H{WIDTH - RIGHT}" stroke="#d9d9d9"/>'
            f'<text x="{LEFT - 5}" y="{y(value) + 3.5:.1f}" text-anchor="end">{value}</text>'
        )
    months: set[tuple[int, int]] = set()
    labelled = -100.0
    for week, x in zip(weeks, x_of, strict=True):
        of_year = (week.monday.year, week.monday.month)
        if of_year not in months and x - labelled > 52:
            labelled = x
            text = month(week.monday, language)
            drawn.append(f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{text}</text>')
        months.add(of_year)
    for name in ("baseline", "candidate"):
        sides = [getattr(week, name) for week in weeks]
        level = [None if side.promised is None else y(float(side.promised)) for side in sides]
        if any(value is not None for value in level):
            path = "".join(_steps_of(level, x_of, slot / 2))
            drawn.append(f'<path d="{path}" {LINES[name + "_promise"]}/>')
        points = " ".join(
            f"{x:.1f},{y(side.leads):.1f}" for x, side in zip(x_of, sides, strict=True)
        )
        drawn.append(f'<polyline points="{points}" {LINES[name]}/>')
    drawn.append("</svg>")
    return Markup("".join(drawn))  # noqa: S704 - built here, its texts are escaped above


def sample(name: str) -> Markup:
    """A short stretch of one of the lines, for the legend."""
    return Markup(  # noqa: S704
        f'<svg class="sample" viewBox="0 0 26 8" aria-hidden="true"><path d="M0 4H26" '
        f"{LINES[name]}/></svg>"
    )
