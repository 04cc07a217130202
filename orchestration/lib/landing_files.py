"""Finds the files of a raw table and describes them: format, columns, types, rows.

What the files should look like is no business of this module; `landing` judges them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.contracts import Table

FORMATS = (".parquet", ".csv")
DELIMITERS = (",", ";", "\t", "|")
# Of a line with nothing else in it, nobody meant a header.
BLANK = "".join(DELIMITERS) + " \r\n"
# A header that is longer, or names more columns, is none: a quote or a line end is missing.
LONGEST_HEADER = 4_000_000
MOST_COLUMNS = 10_000
# A reason quotes the line that could not be read, which may be a whole file.
LONGEST_REASON = 300


class UnreadableFile(Exception):
    """A file of the landing that cannot be read. The message says why and what to do."""


@dataclass(frozen=True)
class Layout:
    """What files that can be read by one and the same call have in common.

    blank_lines are those before the header of a CSV file.
    """

    kind: str
    columns: tuple[tuple[str, str], ...]
    delimiter: str = ""
    blank_lines: int = 0

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of its columns."""
        return frozenset(name for name, _ in self.columns)


# Size, instant of the last change and inode of a file; none when it is not there.
Stamp = tuple[int, int, int] | None


@dataclass
class Landed:
    """The files of one raw table, grouped by layout, with the number of their rows.

    stamps tells which files were found, and how each of them was before it was looked at.
    """

    rows: int = 0
    layouts: dict[Layout, list[Path]] = field(default_factory=dict)
    stamps: dict[Path, Stamp] = field(default_factory=dict)

    @property
    def files(self) -> list[Path]:
        """Every file that could be read."""
        return [path for paths in self.layouts.values() for path in paths]

    @property
    def columns(self) -> dict[str, str]:
        """Every column of every file with its type; the last file's type where they differ."""
        return {name: kind for layout in self.layouts for name, kind in layout.columns}


def quote_identifier(name: str) -> str:
    """The name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(value: str) -> str:
    """The value as a SQL text literal."""
    return "'" + value.replace("'", "''") + "'"


def find_files(landing: Path, table: Table) -> list[Path]:
    """The table's files, absolute and sorted: one file, a folder of files, or a glob's matches.

    Of the kinds of files that tell of one day only those of the most final kind are among them.
    """
    found = _files_of(landing, table)
    passed_over = _passed_over(found, table)
    return [path for path in found if path not in passed_over]


def find_passed_over(landing: Path, table: Table) -> dict[Path, Path]:
    """The table's files of days of which a more final kind is there, each with a file of that."""
    return _passed_over(_files_of(landing, table), table)


def _passed_over(found: Sequence[Path], table: Table) -> dict[Path, Path]:
    days: dict[str, list[tuple[int, Path]]] = {}
    for path in found:
        if told := _day_of(path, table):
            day, rank = told
            days.setdefault(day, []).append((rank, path))
    return {
        path: min(files)[1]
        for files in days.values()
        for rank, path in files
        if rank > min(files)[0]
    }


def _day_of(path: Path, table: Table) -> tuple[str, int] | None:
    """The day that a file tells of, and how final its kind is, 0 the most; none without a day."""
    for rank, kind in enumerate(table.kinds):
        # Shards of a day have a number behind it.
        if told := re.match(rf"{re.escape(kind)}(\d{{4}})-?(\d\d)-?(\d\d)", path.stem.lower()):
            return "".join(told.groups()), rank
    return None


def _files_of(landing: Path, table: Table) -> list[Path]:
    folder = landing.resolve() / table.source
    if not folder.is_dir():
        return []
    pattern = (table.files or table.name).lower()
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        name = entry.name.lower()
        if entry.is_dir() and name == table.name.lower():
            found += [path for path in sorted(entry.iterdir()) if _is_data(path)]
        elif _is_data(entry) and Path(Path(name).stem).match(pattern):
            found.append(entry)
    return found


def stamp_of(path: Path) -> Stamp:
    """What tells a file from the one that may take its place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def changed_files(landing: Path, table: Table, landed: Landed) -> list[Path]:
    """The files that came, went or changed since they were looked at."""
    now = find_files(landing, table)
    changed = [path for path, stamp in landed.stamps.items() if stamp_of(path) != stamp]
    return sorted({*changed, *(path for path in now if path not in landed.stamps)})


def unread_parts(landing: Path, table: Table) -> list[Path]:
    """Files and folders that are the table's by their place or name, and that nothing reads."""
    folder = landing.resolve() / table.source
    pattern = (table.files or table.name).lower()
    found: list[Path] = []
    for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir() and entry.name.lower() == table.name.lower():
            inside = [path for path in sorted(entry.iterdir()) if not _is_data(path)]
            found += [path for path in inside if not path.name.startswith((".", "_"))]
        elif entry.is_file() and not _is_data(entry):
            # contracts.csv.gz is contracts.
            found += [entry] if Path(entry.name.lower().split(".")[0]).match(pattern) else []
    return found


def _is_data(path: Path) -> bool:
    hidden = path.name.startswith((".", "_"))
    return path.is_file() and path.suffix.lower() in FORMATS and not hidden


def source_from(layout: Layout, paths: Sequence[Path]) -> str:
    """The SQL table function that reads files of one layout."""
    files = ", ".join(quote_text(str(path)) for path in paths)
    if layout.kind == "parquet":
        return f"read_parquet([{files}])"
    columns = ", ".join(f"{quote_text(name)}: 'VARCHAR'" for name, _ in layout.columns)
    return (
        f"read_csv([{files}], auto_detect = false, header = true, "
        f"delim = {quote_text(layout.delimiter)}, quote = '\"', escape = '\"', "
        f"skip = {layout.blank_lines}, "
        f"columns = {{{columns}}})"
    )


def normalised(name: str) -> str:
    """A header as a column name: trimmed, without quotes, lower case, _ for spaces and hyphens."""
    return re.sub(r"[\s\-]+", "_", name.strip().strip("\"'").strip().lower())


def _header(path: Path) -> tuple[int, str]:
    """The blank lines before the first record of a CSV file, and that record.

    It may go on over several lines, as far as its quotes do.
    """
    blank_lines, quotes, size = 0, 0, 0
    lines: list[str] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while line := file.readline(LONGEST_HEADER):
                if not lines and not line.strip(BLANK):
                    blank_lines += 1
                    continue
                lines.append(line)
                quotes += line.count('"')
                size += len(line)
                if size >= LONGEST_HEADER:
                    raise UnreadableFile(
                        "its header does not end. Look for a quote that is not closed"
                    )
                if quotes % 2 == 0:
                    break
    except UnicodeDecodeError as error:
        raise UnreadableFile("it is not UTF-8 text. Export it again as 'CSV UTF-8'") from error
    except OSError as error:
        raise UnreadableFile(f"{error.strerror}. Check its permissions") from error
    return blank_lines, "".join(lines).strip("\r\n")


def _csv_layout(path: Path) -> Layout | None:
    """The delimiter and columns of a CSV file; none when it is empty."""
    blank_lines, header = _header(path)
    if not header.strip():
        return None
    unquoted = re.sub(r'"[^"]*"', "", header)
    delimiter = max(DELIMITERS, key=unquoted.count)
    try:
        record = next(csv.reader(io.StringIO(header), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(f"its header cannot be read: {error}. Export it again") from error
    _check_width(len(record))
    names = [normalised(name) for name in record]
    names = [name or f"column_{position}" for position, name in enumerate(names, start=1)]
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise UnreadableFile(f"its header names {', '.join(twice)} twice. Rename or remove one")
    columns = tuple((name, "VARCHAR") for name in names)
    return Layout("csv", columns, delimiter, blank_lines)


def _check_width(columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise UnreadableFile(
            f"it has {columns} columns, more than {MOST_COLUMNS}. Export it by rows"
        )


def _parquet_layout(connection: duckdb.DuckDBPyConnection, path: Path) -> Layout:
    described = connection.execute(f"describe from read_parquet({quote_text(str(path))})")
    columns = [(name.lower(), kind.strip('"')) for name, kind, *_ in described.fetchall()]
    return Layout("parquet", tuple(columns))


def _parquet_files(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]
) -> Iterator[tuple[Path, Layout, int]]:
    """The layout and rows of many Parquet files, from their footers alone.

    Files whose footers declare the same schema are described once: there may be one a day.
    """
    files = f"[{', '.join(quote_text(str(path)) for path in paths)}]"
    counted = connection.execute(f"select file_name, num_rows from parquet_file_metadata({files})")
    rows = dict(counted.fetchall())
    schemas: dict[str, list[Any]] = {}
    for file, *element in connection.execute(
        "select file_name, name, type, repetition_type, num_children, converted_type, "
        f"logical_type from parquet_schema({files})"
    ).fetchall():
        schemas.setdefault(file, []).append(tuple(element))
    layouts: dict[tuple[Any, ...], Layout] = {}
    for path in paths:
        schema = tuple(schemas[str(path)])
        _check_width(len(schema) - 1)
        if schema not in layouts:
            layouts[schema] = _parquet_layout(connection, path)
        yield path, layouts[schema], int(rows[str(path)])


def _first_lines(error: duckdb.Error) -> str:
    lines = [line for line in str(error).splitlines() if line and not line.startswith(("*", " "))]
    said = ". ".join(line for line in lines if "Possible" not in line)
    return said if len(said) <= LONGEST_REASON else f"{said[:LONGEST_REASON]} …"


def describe(
    connection: duckdb.DuckDBPyConnection, path: Path
) -> Iterator[tuple[Path, Layout, int]]:
    """The layout and rows of one file, or nothing for an empty file.

    Raises UnreadableFile with the reason and a remedy.
    """
    try:
        if path.suffix.lower() == ".parquet":
            yield from _parquet_files(connection, [path])
        elif (layout := _csv_layout(path)) is not None:
            query = f"select count(*) from {source_from(layout, [path])}"
            row = connection.execute(query).fetchone()
            yield path, layout, int(row[0]) if row else 0
    except duckdb.Error as error:
        reason = _first_lines(error)
        if "unicode" in reason or "utf-8" in reason:
            reason = f"{reason}. Export it again as 'CSV UTF-8'"
        raise UnreadableFile(f"{reason}. Export it again") from error


def describe_all(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]
) -> Iterator[tuple[Path, Layout, int] | UnreadableFile]:
    """The layout and rows of each file that is not empty, or why it cannot be read."""
    parquet = [path for path in paths if path.suffix.lower() == ".parquet"]
    alone = [path for path in paths if path.suffix.lower() != ".parquet"]
    try:
        yield from list(_parquet_files(connection, parquet)) if parquet else []
    except (duckdb.Error, UnreadableFile):
        # One of them is damaged: each by itself tells which.
        alone = list(paths)
    for path in alone:
        try:
            yield from describe(connection, path)
        except UnreadableFile as error:
            yield UnreadableFile(f"{path} cannot be read: {error}.")
