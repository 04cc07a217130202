"""The command: `python -m demo --seed 7 --activities 20000 --landing landing`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from demo.definitions.agreement import AgreementError
from demo.run import DemoError, make_company, say


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m demo",
        description="Simulates a B2B company: raw tables in the connectors' shapes, and the truth.",
    )
    parser.add_argument("--seed", type=int, default=7, help="a whole number from 0 (default 7)")
    parser.add_argument(
        "--activities", type=int, default=20_000, help="2,000 to 50,000,000 (default 20,000)"
    )
    parser.add_argument("--landing", type=Path, default=Path("landing"))
    parser.add_argument("--truth", type=Path, default=Path("demo/truth"))
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="default: one a core"
    )
    chosen = parser.parse_args(arguments)
    if chosen.seed < 0:
        parser.error(f"--seed {chosen.seed} is below 0: choose a whole number from 0.")
    if chosen.processes < 1:
        parser.error(f"--processes {chosen.processes} is below 1: choose 1 or more.")
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    """Simulate the company as the command line asks. Returns the exit code."""
    chosen = parse(arguments)
    try:
        truth = make_company(
            chosen.seed, chosen.activities, chosen.landing, chosen.truth, chosen.processes
        )
    except (DemoError, AgreementError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    say(f"{truth.people:,} people and {truth.accounts:,} accounts are in {chosen.landing}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
