"""docs/landing.md tells the exporter what the contracts say, no more and no less."""

from __future__ import annotations

import re

from orchestration.lib.contracts import load_contracts
from orchestration.lib.settings import PROJECT

RULES = re.compile(r"^Rules: (.*)\.$", re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]*) \|")


def documented() -> dict[str, list[tuple[str, str, bool]]]:
    """Table, then name, type and whether it must be there of every column."""
    text = (PROJECT / "docs" / "landing.md").read_text(encoding="utf-8")
    tables: dict[str, list[tuple[str, str, bool]]] = {}
    current = None
    for line in text.split("## Tables of `files`")[1].splitlines():
        if line.startswith("### "):
            current = tables.setdefault(line.removeprefix("### "), [])
        elif current is not None and (row := ROW.match(line)):
            current.append((row[1], row[2].strip(), bool(row[3].strip())))
    return tables


def test_every_table_and_column_of_files_is_documented_with_its_type() -> None:
    contracts = {
        table.name: [(column.name, column.data_type, column.required) for column in table.columns]
        for table in load_contracts(PROJECT)
        if table.source == "files"
    }
    assert documented() == contracts


def test_every_rule_of_a_table_of_files_is_documented_with_it() -> None:
    text = (PROJECT / "docs" / "landing.md").read_text(encoding="utf-8")
    parts = text.split("## Tables of `files`")[1].split("\n### ")
    found = {part.split("\n")[0]: RULES.search(part) for part in parts[1:]}
    told = {name: re.findall(r"`([^`]+)`", line[1]) for name, line in found.items() if line}
    contracts = {
        table.name: [rule.told for rule in table.rules]
        for table in load_contracts(PROJECT)
        if table.source == "files" and table.rules
    }
    assert told == contracts
