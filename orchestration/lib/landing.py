"""Judges the landing against its contracts, and has it loaded into the build.

    python -m orchestration.lib.landing --build build.duckdb [--landing DIR]

What the files add, lack or change is a finding; an error means that nothing may be built on these
files, and nothing is loaded.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib import settings
from orchestration.lib.contracts import (
    Column,
    Table,
    business_timezone,
    load_connectors,
    load_contracts,
)
from orchestration.lib.errors import UserError
from orchestration.lib.landing_files import (
    FORMATS,
    Landed,
    Layout,
    UnreadableFile,
    changed_files,
    describe_all,
    find_files,
    find_passed_over,
    stamp_of,
    unread_parts,
)
from orchestration.lib.landing_load import Account, load_landing
from orchestration.lib.landing_query import family_of

# So many columns are told one by one, and looked through for a column's new name.
MOST_NAMED, MOST_COMPARED = 50, 1000


@dataclass(frozen=True)
class Finding:
    """One thing that a person should know about the landing.

    severity is error (nothing may be built), warning or notice.
    """

    severity: str
    code: str
    message: str
    table: str
    column: str | None = None
    owner: str | None = None
    renamed_to: str | None = None


@dataclass
class Report:
    """What was found, and the shape and volume of every table as it was landed."""

    findings: list[Finding] = field(default_factory=list)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def errors(self) -> list[Finding]:
        """The findings on which nothing may be built."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table["rows"] for table in self.tables.values())

    def as_json(self) -> dict[str, Any]:
        """The report as plain values; `tables` is what the next run compares with."""
        return asdict(self)


def _is_retyped(column: Column, duckdb_type: str) -> bool:
    family = family_of(duckdb_type)
    if family in ("any", column.family):
        return False
    return not (column.family == "text" and family == "numeric")


# ---------------------------------------------------------------- checks


def _some(paths: Sequence[Path]) -> str:
    """The first of some files, and how many more there are."""
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"{paths[0]}{more}" if paths else ""


class _Judge:
    """Collects the findings of one landing."""

    def __init__(self, landing: Path, previous: Mapping[str, Any] | None) -> None:
        self.landing = landing
        self.previous = previous or {}
        self.report = Report()
        self.landed: dict[str, Landed] = {}

    def add(
        self, severity: str, code: str, table: Table, message: str, column: str | None = None
    ) -> None:
        self.report.findings.append(
            Finding(severity, code, message, table.full_name, column, table.owner)
        )

    def place(self, table: Table) -> str:
        """Where the table's files are expected, for a message."""
        name = f"{table.files or table.name}.parquet"
        return str(self.landing / table.source / name)

    def read(self, connection: duckdb.DuckDBPyConnection, table: Table) -> None:
        paths = find_files(self.landing, table)
        self._places(table, paths)
        if not paths:
            return
        landed = Landed(stamps={path: stamp_of(path) for path in paths})
        for described in describe_all(connection, paths):
            if isinstance(described, UnreadableFile):
                self.add("error", "unreadable_file", table, str(described))
                continue
            path, layout, rows = described
            landed.layouts.setdefault(layout, []).append(path)
            landed.rows += rows
        self.landed[table.full_name] = landed
        self.report.tables[table.full_name] = {
            "files": len(landed.files),
            "rows": landed.rows,
            "columns": landed.columns,
            "most_rejected": table.most_rejected,
        }
        self._formats(table, landed)

    def _places(self, table: Table, paths: Sequence[Path]) -> None:
        """Files of a table that would be counted twice, or that nothing would read."""
        folder = self.landing.resolve() / table.source
        beside = [path for path in paths if path.parent == folder]
        if table.files is None and beside and len(paths) > 1:
            files = ", ".join(str(path) for path in (beside + list(paths))[:4])
            self.add(
                "error",
                "two_places",
                table,
                f"{table.full_name} is landed in two places ({files}), which would count its rows "
                "twice. Land one file, or one folder with all of its files.",
            )
        for path in unread_parts(self.landing, table):
            what = "a folder" if path.is_dir() else f"no {' or '.join(FORMATS)}"
            self.add(
                "error",
                "unread_part",
                table,
                f"{path} would not be read: it is {what}. Land it as a file of "
                f"{table.full_name}, or move it away.",
            )

    def _formats(self, table: Table, landed: Landed) -> None:
        if len({layout.kind for layout in landed.layouts}) > 1:
            files = ", ".join(str(path) for path in landed.files[:4])
            self.add(
                "error",
                "two_formats",
                table,
                f"{table.full_name} is landed both as CSV and as Parquet ({files}), which would "
                "count its rows twice. Remove one.",
            )

    def judge(self, table: Table, source_is_there: bool) -> None:
        landed = self.landed.get(table.full_name)
        if landed is None:
            if source_is_there:
                self._missing_table(table)
            return
        if table.required and not landed.rows:
            files = ", ".join(str(path) for path in landed.files) or self.place(table)
            self.add(
                "warning",
                "empty_table",
                table,
                f"{files}: {table.full_name} has no rows. Check the export.",
            )
        for layout, paths in landed.layouts.items():
            self._layout(table, layout, paths)
        self._drift(table, landed)

    def _missing_table(self, table: Table) -> None:
        before = self.previous.get(table.full_name)
        if table.required:
            severity, reason = "error", "Its connector needs it."
        elif before:
            severity, reason = "error", "It was there at the last publish."
        else:
            severity, reason = "notice", "It is read as an empty table."
        self.add(
            severity,
            "missing_table",
            table,
            f"{self.place(table)} (or .csv) is not there: {table.full_name} is missing. {reason} "
            + ("Land it again, or land a header without rows." if severity == "error" else ""),
        )

    def _layout(self, table: Table, layout: Layout, paths: Sequence[Path]) -> None:
        """Required columns and types, which every single file must have."""
        file = _some(paths)
        types = dict(layout.columns)
        for column in table.columns:
            if column.name in types:
                if layout.kind == "parquet":
                    self._type(table, column, types[column.name], file)
            elif column.required:
                self._missing_column(table, column.name, file, types)
        if not any(types.keys() >= set(group) for group in table.needs_one_of):
            self._missing_choice(table, file, types)

    def _missing_choice(self, table: Table, file: str, types: Mapping[str, str]) -> None:
        """Columns of which some would do, and too few are there to tell what they should."""
        if not table.needs_one_of:
            return
        known = sorted({name for group in table.needs_one_of for name in group} & types.keys())
        choice = ", or ".join(" and ".join(group) for group in table.needs_one_of)
        self.add(
            "error",
            "missing_column",
            table,
            f"{file}: {table.full_name} has {' and '.join(known) or 'none'} of {choice}. "
            f"{table.needs_because} Export it again with {' and '.join(table.needs_one_of[0])}.",
            table.needs_one_of[0][0],
        )

    def _drift(self, table: Table, landed: Landed) -> None:
        """Columns that came or went since the last publish, over all of the table's files."""
        file, columns = _some(landed.files), landed.columns
        before = self.previous.get(table.full_name, {}).get("columns", {})
        for column in table.columns:
            gone = landed.layouts and column.name in before and column.name not in columns
            if gone and not column.required:
                self._missing_column(table, column.name, file, columns)
            elif column.name in columns and not column.required:
                self._uneven(table, column.name, landed)
        renamed = {finding.renamed_to for finding in self.report.findings if finding.renamed_to}
        known = {column.name for column in table.columns} | renamed
        added = [name for name in columns if name not in known]
        for name in added[:MOST_NAMED]:
            self._added_column(table, name, file, name not in before)
        if len(added) > MOST_NAMED:
            more = f"{added[MOST_NAMED]} and {len(added) - MOST_NAMED - 1} more"
            self._added_column(table, more, file, any(name not in before for name in added))

    def _uneven(self, table: Table, name: str, landed: Landed) -> None:
        """A column that some of the table's files have and others lack.

        Of files that are named after days the older ones may lack it: it was added one day.
        """
        having = [path for layout, paths in landed.layouts.items() for path in paths
                  if name in layout.names]  # fmt: skip
        lacking = sorted(set(landed.files) - set(having))
        if not lacking or (table.files is not None and lacking[-1] < min(having)):
            return
        self.add(
            "warning",
            "uneven_column",
            table,
            f"{_some(lacking)}: column {name} of {table.full_name} is missing, which "
            f"{_some(sorted(having))} has. It is read as empty there. Export it with the column.",
            name,
        )

    def _missing_column(self, table: Table, name: str, file: str, types: Mapping[str, str]) -> None:
        column = table.column(name)
        required = column is not None and column.required
        unknown = [other for other in types if table.column(other) is None]
        near = difflib.get_close_matches(name, unknown[:MOST_COMPARED], n=1, cutoff=0.6)
        why = "is required" if required else "was there at the last publish"
        hint = f"Export it again, or take it out of the contract of {table.full_name}."
        if near:
            hint = f"Column {near[0]} is new and may be its new name: rename it back to {name}."
        self.report.findings.append(
            Finding(
                "error",
                "missing_column" if required else "removed_column",
                f"{file}: column {name} of {table.full_name} {why} and is missing. {hint}",
                table.full_name,
                name,
                table.owner,
                near[0] if near else None,
            )
        )

    def _added_column(self, table: Table, name: str, file: str, is_new: bool) -> None:
        since = " since the last publish" if is_new else ""
        self.add(
            "warning" if is_new else "notice",
            "added_column",
            table,
            f"{file}: added column {name} in {table.full_name}{since}. It is not read; "
            "declare it in the contract if a model should use it.",
            name,
        )

    def _type(self, table: Table, column: Column, found: str, file: str) -> None:
        if _is_retyped(column, found):
            self.add(
                "error",
                "retyped_column",
                table,
                f"{file}: column {column.name} of {table.full_name} is {found.lower()} "
                f"and its contract says {column.data_type}. Export it as {column.data_type}.",
                column.name,
            )
        elif column.family == "text" and family_of(found) == "numeric":
            self.add(
                "notice",
                "number_as_text",
                table,
                f"{file}: column {column.name} of {table.full_name} is {found.lower()} "
                "and its contract says text. Its numbers are read as text.",
                column.name,
            )

    def missing_connector(self, tables: Sequence[Table]) -> None:
        table = tables[0]
        self.add(
            "error",
            "missing_connector",
            table,
            f"{self.landing / table.source} has no file of connector {table.source}, which "
            "vars.connectors in dbt_project.yml lists. Land its files, or take it off the list.",
        )

    def unknown_connector(self, connector: str, sources: Sequence[str]) -> None:
        self.report.findings.append(
            Finding(
                "error",
                "unknown_connector",
                f"dbt_project.yml: vars.connectors lists {connector}, and no contract "
                f"models/staging/{connector}/_*sources.yml declares it. "
                f"Known connectors: {', '.join(sources)}.",
                connector,
                "data_engineering",
            )
        )

    def unread_files(self, source: str, tables: Sequence[Table]) -> None:
        """Files and folders beside a connector's tables that nothing reads: often a misspelling."""
        folder = self.landing / source
        read = {path for table in tables for path in find_files(self.landing, table)}
        for table in tables:
            passed_over = find_passed_over(self.landing, table)
            read |= passed_over.keys()
            self._passed_over(table, passed_over)
        parents = {path.parent for path in read}
        # These are told as errors of their table.
        told = {path for table in tables for path in unread_parts(self.landing, table)}
        parents |= {path.parent for path in told} | told
        for entry in sorted(folder.resolve().iterdir()) if folder.is_dir() else []:
            if entry in read or entry in parents or entry.name.startswith((".", "_")):
                continue
            names = [table.name for table in tables]
            near = difflib.get_close_matches(entry.stem.lower(), names, n=1, cutoff=0.6)
            hint = f" Should it be called {near[0]}{entry.suffix}?" if near else ""
            self.add(
                "warning",
                "unread_file",
                tables[0],
                f"{entry} is not read: no table of {source} is called {entry.stem}.{hint}",
            )

    def _passed_over(self, table: Table, files: Mapping[Path, Path]) -> None:
        for path, final in files.items():
            self.add(
                "notice",
                "passed_over_file",
                table,
                f"{path} is not read: {final.name} tells of the same day and is more final.",
            )


def check_landing(
    landing: Path,
    tables: Sequence[Table],
    connectors: Sequence[str],
    previous: Mapping[str, Any] | None = None,
) -> tuple[Report, dict[str, Landed]]:
    """Compares the files of a landing with their contracts and with the last published shapes.

    previous is `Report.tables` of the last publish. Returns the report, and the files of each
    table of a connector that is on.
    """
    sources = sorted({table.source for table in tables})
    judge = _Judge(landing, previous)
    with duckdb.connect() as connection:
        for table in tables:
            if table.source in connectors:
                judge.read(connection, table)
    for source in connectors:
        if source not in sources:
            judge.unknown_connector(source, sources)
            continue
        own = [table for table in tables if table.source == source]
        is_there = any(find_files(landing, table) for table in own)
        if not is_there:
            judge.missing_connector(own)
        for table in own:
            judge.judge(table, is_there)
        judge.unread_files(source, own)
    return judge.report, judge.landed


def prepare_landing(
    project: Path,
    landing: Path,
    build: Path,
    previous: Mapping[str, Any] | None = None,
    memory_for: Callable[[int], str] | None = None,
    landed_at: str | None = None,
) -> Report:
    """Checks the landing and, when nothing forbids it, loads it into a new file.

    previous is `Report.tables` of the last publish; memory_for says what DuckDB may take for a
    number of rows; landed_at the instant of the landing, else now. The caller must not build when
    the report has errors. Raises UserError when the file cannot be written.
    """
    tables = load_contracts(project)
    report, landed = check_landing(landing, tables, load_connectors(project), previous)
    if report.errors:
        return report
    failure: Exception | None = None
    accounts: dict[str, Account] = {}
    try:
        accounts = load_landing(
            build,
            tables,
            landed,
            timezone=business_timezone(project),
            memory=memory_for(report.rows) if memory_for else None,
            landed_at=landed_at,
        )
    except (UserError, duckdb.Error) as error:
        failure = error
    _changed(report, landing, tables, landed)
    if failure is not None and not report.errors:
        if isinstance(failure, UserError):
            raise failure
        raise UserError(f"The landing cannot be loaded: {failure}") from failure
    for table in tables:
        if table.full_name in report.tables and table.full_name in accounts:
            _account(report, table, accounts[table.full_name])
    return report


def _changed(
    report: Report, landing: Path, tables: Sequence[Table], landed: Mapping[str, Landed]
) -> None:
    """Adds the files that are no longer those that were checked: what was loaded is anything."""
    for table in tables:
        if table.full_name not in landed:
            continue
        changed = changed_files(landing, table, landed[table.full_name])
        if changed:
            message = (
                f"{_some(changed)} of {table.full_name} changed between the check and the "
                "loading. Run again when the export is complete."
            )
            report.findings.append(
                Finding("error", "changed_meanwhile", message, table.full_name, None, table.owner)
            )


def _account(report: Report, table: Table, account: Account) -> None:
    """Adds what became of a table's rows to the report, and what a person must be told of them."""
    shape = report.tables[table.full_name]
    if account.rows != shape["rows"] and not report.errors:
        message = (
            f"{table.full_name} had {shape['rows']} rows when it was checked and {account.rows} "
            "when it was loaded. Run again when the export is complete."
        )
        finding = Finding("error", "changed_meanwhile", message, table.full_name, None, table.owner)
        report.findings.append(finding)
    if account.conflicts:
        message = (
            f"{table.full_name} has different rows of one key ({', '.join(table.key)}), and its "
            "contract does not say which counts, so that none is read: "
            f"{'; '.join(account.conflicts)}. Export one row a key."
        )
        finding = Finding("warning", "ambiguous_key", message, table.full_name, None, table.owner)
        report.findings.append(finding)
    for blanked in account.blanked:
        column, message = blanked.split()[0], f"{table.full_name}: {blanked}"
        finding = Finding("warning", "blanked_value", message, table.full_name, column, table.owner)
        report.findings.append(finding)
    shape.update(asdict(account))


def readable(report: Report) -> str:
    """The findings as lines, errors first, notices counted."""
    lines = []
    for severity in ("error", "warning", "notice"):
        found = [finding for finding in report.findings if finding.severity == severity]
        lines += [f"{severity}: {finding.message}" for finding in found]
    said = f"{len(report.tables)} tables landed, {report.rows} rows, {len(report.errors)} errors."
    lines.append(said)
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 1 when the landing has an error."""
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.lib.landing",
        description="Checks the landing against its contracts and loads it into a file.",
    )
    parser.add_argument("--build", type=Path, required=True, help="the file to write")
    parser.add_argument("--landing", type=Path, help="folder of the files (LANDING_PATH)")
    parser.add_argument("--previous", type=Path, help="manifest.json of the last publish")
    options = parser.parse_args(arguments)
    try:
        landing = options.landing or settings.load().landing
        previous = None
        if options.previous:
            previous = json.loads(options.previous.read_text(encoding="utf-8")).get("landing")
        landed_at = settings.as_of_of(replace(settings.load(), landing=landing))
        report = prepare_landing(
            settings.PROJECT, landing, options.build, previous, landed_at=landed_at
        )
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(readable(report))
    return 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main())
