"""The e-mail marts alone, from events in HubSpot's shapes: what leads to fct_email_message.

The same rows through DuckDB in one process, and through dbt as a developer builds them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import email_events, layout, machine, measure, run
from benchmarks.results import FILE, Email, Results, read
from orchestration.lib.settings import PROJECT

MART = "fct_email_message"
EVENTS = 10_000_000
# What the package dbt_hubspot takes for its own e-mail tables from 10 million events.
HUBSPOT_CPU, HUBSPOT_MEMORY, HUBSPOT_BYTES = 273.0, 5.7e9, 3.95e9


def landing_of(scratch: Path, events: int) -> Path:
    """The landing with about so many events, written unless it is there from an earlier run."""
    landing = scratch / f"email-{events}" / "landing"
    if not (landing / "landed_at.txt").is_file():
        made = email_events.write(landing, events)
        run.tell(f"{made:,} e-mail events are in {landing}")
    return landing


def measure_email(scratch: Path, events: int, runs: int) -> None:
    """Builds the marts so many times both ways, and keeps the results."""
    kept = read(scratch) if (scratch / FILE).is_file() else Results(machine.describe())
    landing = landing_of(scratch, events)
    kept.email = Email(events)
    for number in range(runs):
        run.tell(f"{events:,} e-mail events, run {number + 1} of {runs}")
        _measure_once(scratch, landing, kept.email)
        kept.save(scratch)


def _measure_once(scratch: Path, landing: Path, email: Email) -> None:
    cost, steps = run.models(scratch, landing, ["--select", MART])
    tests = sum(step["cpu"] for step in steps if step["kind"] == "test")
    email.models_cpu.values.append(cost.cpu)
    email.models_memory.values.append(cost.memory)
    run.tell(
        f"  one process {cost.cpu:,.0f} CPU-s (of which {tests:,.0f} tests), "
        f"{cost.memory / 1e9:.1f} GB"
    )
    warehouse = scratch / "warehouse-email"
    words = ["build", "--select", f"+{MART}", "--exclude-resource-type", "unit_test"]
    cost = measure.run(
        [sys.executable, "-m", "orchestration", "dbt", *words],
        warehouse.with_suffix(".log"),
        PROJECT,
        {"LANDING_PATH": str(landing), "WAREHOUSE_PATH": str(warehouse)},
    )
    size = sum(path.stat().st_size for path in layout.development_files(warehouse))
    email.dbt_cpu.values.append(cost.cpu)
    email.dbt_memory.values.append(cost.memory)
    email.bytes.values.append(size)
    run.tell(f"  dbt {cost.cpu:,.0f} CPU-s, {cost.memory / 1e9:.1f} GB, {size / 1e6:,.0f} MB")
