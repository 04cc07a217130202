"""Compares each seed with its YAML before dbt loads it, so that a slip is named by line and column.

What the cells mean together is judged by the tests of tests/dbt/singular/agreement.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from orchestration.lib.errors import UserError
from orchestration.lib.results import CheckResult

# How many slips of one file are told at once.
TOLD = 5


@dataclass(frozen=True)
class Seed:
    """A seed as its YAML declares it. No two rows share a key, and each column of it is filled."""

    name: str
    owner: str
    file: Path
    types: Mapping[str, str]
    key: tuple[str, ...] = ()


def declared_seeds(project: Path) -> list[Seed]:
    """Every seed whose YAML gives its columns a type. Raises UserError when one is not YAML."""
    seeds = []
    for path in sorted((project / "seeds").rglob("*.yml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise UserError(f"{path} is not readable YAML: {error}") from error
        for entry in content.get("seeds", []):
            config: dict[str, Any] = entry.get("config", {})
            types = config.get("column_types")
            if types:
                meta = config.get("meta", {})
                owner = meta.get("owner", "data_engineering")
                file = path.with_name(f"{entry['name']}.csv")
                key = tuple(meta.get("key", ()))
                seeds.append(Seed(entry["name"], owner, file, types, key))
    return seeds


def check_seeds(project: Path) -> list[CheckResult]:
    """A result for every seed that dbt could not load as its YAML declares it."""
    results = []
    for seed in declared_seeds(project):
        shown = seed.file.relative_to(project)
        found = [f"{shown}{slip}" for slip in _slips(seed)]
        if found:
            more = f" And {len(found) - TOLD} more." if len(found) > TOLD else ""
            message = " ".join(found[:TOLD]) + more
            check = f"{seed.name}_can_be_read"
            results.append(CheckResult("dbt", check, seed.owner, "error", message, len(found)))
    return results


def _slips(seed: Seed) -> Iterator[str]:
    """What is wrong with a file, as the rest of a sentence that begins with its name."""
    try:
        with seed.file.open(encoding="utf-8-sig", newline="") as file:
            rows = list(_numbered(csv.reader(file, strict=True)))
    except FileNotFoundError:
        yield " is missing, though its YAML declares it: put it there, or remove the YAML."
        return
    except UnicodeDecodeError:
        yield " is not UTF-8: save it as UTF-8."
        return
    except csv.Error as error:
        yield f" is no CSV: {error}. Close the quotation mark that was opened."
        return
    if not rows:
        yield f" is empty: write its header, {','.join(seed.types)}."
        return
    (_, header), *body = rows
    wrong = list(_wrong_columns(seed, header))
    yield from wrong
    if not wrong:
        yield from _wrong_keys(seed, header, body)
    for line, cells in body:
        if len(cells) != len(header):
            yield (
                f", line {line}: {len(cells)} cells where the header has {len(header)}. Quote a "
                "text that holds a comma, and leave a cell for each blank."
            )
        elif not wrong:
            yield from _wrong_cells(seed, line, dict(zip(header, cells, strict=True)))


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each ends; empty lines are none."""
    for row in reader:
        if row:
            yield reader.line_num, row


def _wrong_columns(seed: Seed, header: list[str]) -> Iterator[str]:
    extra = [name for name in header if name not in seed.types]
    hinted = set()
    for name in seed.types:
        if name not in header:
            near = difflib.get_close_matches(name, extra, n=1)
            hinted.update(near)
            renamed = f" Column {near[0]} may be its new name: rename it." if near else ""
            yield f": column {name} is missing.{renamed or ' Add it, with a blank in each row.'}"
    for name in extra:
        if name in hinted:
            continue
        yield f": column {name!r} is not declared in {seed.name}.yml. Remove it, or declare it."
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield f": column {name} stands twice in the header. Remove one."


def _wrong_keys(seed: Seed, header: list[str], body: list[tuple[int, list[str]]]) -> Iterator[str]:
    """Keys that are not filled, and those that an earlier line has too."""
    first_lines: dict[tuple[object, ...], int] = {}
    for line, cells in body:
        row = dict(zip(header, cells, strict=False))
        for column in seed.key:
            if not row.get(column):
                yield f", line {line}, column {column}: is blank, and tells rows apart. Fill it in."
        key = tuple(_told_apart(row.get(column, ""), seed.types[column]) for column in seed.key)
        if seed.key and key in first_lines:
            said = ", ".join(f"{column} {row.get(column)}" for column in seed.key)
            yield (
                f", line {line}: {said} stands on line {first_lines[key]} already. Remove one row, "
                "or give it a key of its own."
            )
        first_lines.setdefault(key, line)


def _told_apart(value: str, data_type: str) -> object:
    """A cell of a key as the warehouse compares it: 1 and 01 are one number."""
    base = data_type.split("(")[0].strip()
    if base in ("integer", "bigint", "decimal", "double"):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return value.lower() if base == "boolean" else value


def _wrong_cells(seed: Seed, line: int, cells: Mapping[str, str]) -> Iterator[str]:
    for column, data_type in seed.types.items():
        value = cells[column]
        base = data_type.split("(")[0].strip()
        if not value or base not in READERS:
            continue
        reads, wanted = READERS[base]
        if not reads(value.strip(), data_type):
            yield f", line {line}, column {column}: {value!r} is not {wanted}. Correct the cell."


# ---------------------------------------------------------------- what a cell may hold


def _is_whole(value: str, _: str) -> bool:
    return re.fullmatch(r"[+-]?\d{1,18}", value) is not None


def _is_decimal(value: str, data_type: str) -> bool:
    """Whether nothing is rounded away: a decimal(18, 2) has two digits after the point."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    if not number.is_finite():
        return False
    scale = re.search(r",\s*(\d+)\s*\)", data_type)
    return scale is None or number == round(number, int(scale.group(1)))


def _is_boolean(value: str, _: str) -> bool:
    return value.lower() in ("true", "false")


def _parses(parse: Callable[[str], object], example: str) -> Callable[[str, str], bool]:
    """Whether a text of the example's shape can be parsed; other shapes are not tried."""
    shape = re.sub(r"\d", r"\\d", re.escape(example))

    def reads(value: str, _: str) -> bool:
        try:
            parse(value)
        except ValueError:
            return False
        return re.fullmatch(shape, value) is not None

    return reads


DAY, TIME = "2025-07-01", "09:00:00"
READERS: Mapping[str, tuple[Callable[[str, str], bool], str]] = {
    "integer": (_is_whole, "a whole number"),
    "bigint": (_is_whole, "a whole number"),
    "decimal": (_is_decimal, "a number with a point and as few decimals as the column has"),
    "double": (_is_decimal, "a number with a point"),
    "boolean": (_is_boolean, "true or false"),
    "date": (_parses(date.fromisoformat, DAY), f"a day such as {DAY}"),
    "time": (_parses(time.fromisoformat, TIME), f"a time such as {TIME}"),
    "timestamp": (
        _parses(datetime.fromisoformat, f"{DAY} {TIME}"),
        f"an instant such as {DAY} {TIME}",
    ),
}
