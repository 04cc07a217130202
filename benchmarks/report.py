"""Writes what was measured into docs/performance.md, between two marks, and draws its picture.

The words around the marks are written by hand and stay as they are.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import chart
from benchmarks.email import HUBSPOT_BYTES, HUBSPOT_CPU, HUBSPOT_MEMORY
from benchmarks.results import Email, Results, Size, Spread
from orchestration.lib.errors import UserError
from orchestration.lib.settings import PROJECT

PAGE = PROJECT / "docs" / "performance.md"
PICTURE = PROJECT / "docs" / "images" / "performance.svg"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def write(results: Results, page: Path = PAGE, picture: Path = PICTURE) -> list[Path]:
    """Writes the page's tables and the picture. Raises UserError when the page lacks the marks."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise UserError(f"{page} needs the lines {BEGIN} and {END}, in this order.")
    page.write_text(f"{before}{BEGIN}\n\n{tables(results)}\n\n{END}{after}", encoding="utf-8")
    picture.write_text(chart.draw(results), encoding="utf-8")
    return [page, picture]


def tables(results: Results) -> str:
    """The machine, a table with a line a size, and the e-mail marts where they were measured."""
    parts = [f"{results.machine}."]
    if results.sizes:
        lines = [_line(size) for size in results.sizes]
        parts.append("\n".join([_HEAD, *lines]))
    if results.email is not None:
        parts.append(_email(results.email))
    return "\n\n".join(parts)


_HEAD = (
    "| activities | rows landed | whole job, CPU-s | wall, s | memory, GB | second night, CPU-s "
    "| one process, CPU-s | bound, CPU-s | whole ÷ one process | models ÷ bound | published, MB "
    "| ÷ compact |\n"
    "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def _line(size: Size) -> str:
    cells = [
        f"{size.activities:,}",
        f"{size.rows:,}",
        size.night_cpu.words(),
        size.night_wall.words(),
        _scaled(size.night_memory, 1e9).words(1),
        size.second_cpu.words(),
        size.models_cpu.words(1),
        size.bound_cpu.words(2),
        _ratio(size.night_cpu, size.models_cpu),
        _ratio(size.models_only_cpu, size.bound_cpu),
        _scaled(size.published, 1e6).words(),
        _ratio(size.published, size.compact),
    ]
    return f"| {' | '.join(cells)} |"


def _scaled(spread: Spread, unit: float) -> Spread:
    return Spread([value / unit for value in spread.values])


def _ratio(one: Spread, other: Spread) -> str:
    return f"{one.median / other.median:.2f}" if one.values and other.median else ""


def _email(email: Email) -> str:
    head = (
        f"| {email.events:,} e-mail events | CPU-s | memory, GB | files, GB | CPU ÷ dbt_hubspot |\n"
        "|---|---:|---:|---:|---:|"
    )
    hubspot = Spread([HUBSPOT_CPU])
    lines = [
        f"| dbt_hubspot | {HUBSPOT_CPU:.0f} | {HUBSPOT_MEMORY / 1e9:.1f} "
        f"| {HUBSPOT_BYTES / 1e9:.2f} | 1 |",
        f"| `dbt build --select +fct_email_message` | {email.dbt_cpu.words()} "
        f"| {_scaled(email.dbt_memory, 1e9).words(1)} | {_scaled(email.bytes, 1e9).words(2)} "
        f"| {_ratio(email.dbt_cpu, hubspot)} |",
        f"| the same in one process | {email.models_cpu.words()} "
        f"| {_scaled(email.models_memory, 1e9).words(1)} | "
        f"| {_ratio(email.models_cpu, hubspot)} |",
    ]
    return "\n".join([head, *lines])
