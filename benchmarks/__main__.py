"""The command line: python -m benchmarks --help lists what can be measured."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import (
    bound,
    company,
    email,
    equality,
    exponents,
    growth,
    layout,
    one_process,
    report,
    results,
    run,
)
from orchestration.lib.errors import UserError
from orchestration.lib.settings import load

SIZES = (20_000, 200_000, 1_000_000)


def run_sizes(options: argparse.Namespace) -> int:
    """Measures companies of some sizes, and writes the page."""
    run.measure_sizes(options.scratch, options.sizes, options.runs, nights=not options.no_nights)
    return run_report(options)


def run_report(options: argparse.Namespace) -> int:
    """Writes the page and its picture from what was measured."""
    for path in report.write(results.read(options.scratch)):
        print(f"Written: {path}")
    return 0


def run_models(options: argparse.Namespace) -> int:
    """Builds and tests a landing in this process, and says what each step took."""
    project = layout.compiled(options.scratch, company.as_of(options.landing))
    with layout.emptied(options.scratch / "one_process") as folder:
        chosen = options.select or None
        built = one_process.build(options.landing, folder, project, chosen, tests=options.tests)
        steps = list(built)
        size = sum(path.stat().st_size for path in folder.iterdir())
    for step in sorted(steps, key=lambda one: -one.cpu)[: options.top]:
        print(f"{step.cpu:10.2f}  {step.kind:10} {step.name}")
    for kind in dict.fromkeys(step.kind for step in steps):
        print(f"{sum(step.cpu for step in steps if step.kind == kind):10.2f}  all of {kind}")
    print(f"{one_process.cpu_seconds():10.2f}  this process, {size / 1e6:,.0f} MB of files")
    return _keep(options, [asdict(step) for step in steps])


def run_bound(options: argparse.Namespace) -> int:
    """Reads the raw files once and writes the published tables once."""
    limit = bound.measure(options.landing, options.published, options.scratch / "bound")
    print(f"read {limit.read:.2f}, write {limit.write:.2f}, bound {limit.cpu:.2f} CPU-s")
    return _keep(options, asdict(limit))


def _keep(options: argparse.Namespace, content: object) -> int:
    if options.output is not None:
        options.output.write_text(json.dumps(content) + "\n", encoding="utf-8")
    return 0


def run_exponents(options: argparse.Namespace) -> int:
    """Prints how the cost of each node grew between two sizes that were measured."""
    kept = results.read(options.scratch)
    small, large = kept.size(options.small), kept.size(options.large)
    if small is None or large is None:
        sizes = ", ".join(str(size.activities) for size in kept.sizes)
        raise UserError(f"Both sizes have to be measured before. So far: {sizes}.")
    print(exponents.table(small, large, options.least))
    return 0


def run_growth(options: argparse.Namespace) -> int:
    """Says which nodes make rows faster than the company grows."""
    wrong = growth.check(options.scratch)
    print("\n".join(wrong) or "No node makes rows faster than the company grows.")
    return 1 if wrong else 0


def run_equality(options: argparse.Namespace) -> int:
    """Compares two warehouse files."""
    return equality.report(options.one, options.other, options.skip)


def run_email(options: argparse.Namespace) -> int:
    """Measures the e-mail marts alone, and writes the page."""
    email.measure_email(options.scratch, options.events, options.runs)
    return run_report(options) if (options.scratch / results.FILE).is_file() else 0


def parser() -> argparse.ArgumentParser:
    """The arguments that the command line takes."""
    main_parser = argparse.ArgumentParser(prog="python -m benchmarks")
    main_parser.add_argument(
        "--scratch", type=Path, help="companies, warehouses, results (warehouse/benchmarks)"
    )
    commands = main_parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("run", help="night, models in one process, and bound by size")
    command.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="activities")
    command.add_argument("--runs", type=int, default=3)
    command.add_argument("--no-nights", action="store_true", help="leave out the whole job")
    command.set_defaults(call=run_sizes)
    command = commands.add_parser("models", help="models and tests in one process")
    command.add_argument("landing", type=Path)
    command.add_argument("--select", nargs="*", help="only what leads to these models")
    command.add_argument("--no-tests", dest="tests", action="store_false")
    command.add_argument("--top", type=int, default=40)
    command.add_argument("--output", type=Path)
    command.set_defaults(call=run_models)
    command = commands.add_parser("bound", help="read raw files once, write marts once")
    command.add_argument("landing", type=Path)
    command.add_argument("published", type=Path, help="…/current/warehouse.duckdb")
    command.add_argument("--output", type=Path)
    command.set_defaults(call=run_bound)
    command = commands.add_parser("exponents", help="cost of each node between two sizes")
    command.add_argument("small", type=int)
    command.add_argument("large", type=int)
    command.add_argument("--least", type=float, default=exponents.LEAST, help="CPU-seconds")
    command.set_defaults(call=run_exponents)
    command = commands.add_parser("growth", help="nodes whose rows explode")
    command.set_defaults(call=run_growth)
    command = commands.add_parser("equality", help="differences of two warehouse files")
    command.add_argument("one", type=Path)
    command.add_argument("other", type=Path)
    command.add_argument("--skip", nargs="*", default=(), help="schema.table to leave out")
    command.set_defaults(call=run_equality)
    command = commands.add_parser("email", help="the e-mail marts alone")
    command.add_argument("--events", type=int, default=email.EVENTS)
    command.add_argument("--runs", type=int, default=1)
    command.set_defaults(call=run_email)
    command = commands.add_parser("report", help="write docs/performance.md again")
    command.set_defaults(call=run_report)
    return main_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the command line asks, and returns the exit code."""
    options = parser().parse_args(arguments)
    options.scratch = (options.scratch or load().warehouse / "benchmarks").resolve()
    try:
        exit_code: int = options.call(options)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
