"""Loads landed files into the build: each is read once, judged by its contract, and kept as tables.

What the files should look like is judged before, by `landing`; nothing here looks at a file that a
finding forbids to build on. A row that its contract rejects, an exact copy of another row and an
older version of a row are taken out here, so that no model has to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.contracts import Table
from orchestration.lib.errors import UserError
from orchestration.lib.landing_files import Landed, quote_identifier, quote_text
from orchestration.lib.landing_query import landed_query
from orchestration.lib.landing_rules import (
    YEARS_AHEAD,
    broken,
    readable,
    reject_reason,
    trimmed,
)

REJECTED = "landing.rejected_rows"
REJECTED_COLUMNS = (
    "source_system varchar, table_name varchar, reject_reason varchar, raw_row varchar"
)
ACCOUNTS = "landing.table_accounts"
ACCOUNTS_COLUMNS = (
    "source_system varchar, table_name varchar, landed_rows bigint, loaded_rows bigint, "
    "rejected_rows bigint, superseded_rows bigint, copied_rows bigint"
)
SUPERSEDED = "a later version of this row was landed"


@dataclass
class Account:
    """What became of a table's landed rows.

    rows = loaded + rejected + superseded + copies, where rejected counts with its copies.
    conflicts names keys whose rows were rejected because they differ, blanked the values that a
    rule emptied, each as told to a person.
    """

    rows: int = 0
    loaded: int = 0
    rejected: int = 0
    superseded: int = 0
    copies: int = 0
    null_keys: int = 0
    latest_recorded_at: str | None = None
    conflicts: tuple[str, ...] = ()
    blanked: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[int, ...]:
        """The equation, in the order of ACCOUNTS_COLUMNS."""
        return (self.rows, self.loaded, self.rejected, self.superseded, self.copies)


# ---------------------------------------------------------------- loading


class Loader:
    """Loads one table after the other into one build, which has REJECTED, ACCOUNTS and schemas.

    landed_at is the instant of the landing as ISO 8601, else now: no row may lie far beyond it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, landed_at: str | None = None) -> None:
        self.connection = connection
        landed = quote_text(landed_at) if landed_at else "now()"
        (self.latest,) = self._ask(
            f"select cast(cast(cast({landed} as timestamp) + interval '{YEARS_AHEAD} years' "
            "as date) as varchar)"
        )

    def _ask(self, query: str) -> tuple[Any, ...]:
        row = self.connection.execute(query).fetchone()
        assert row is not None
        return row

    def load(self, table: Table, landed: Landed | None) -> Account:
        """Creates the table of usable rows; returns and writes down what became of the others."""
        account = self._load(table, landed)
        self.connection.execute(
            f"insert into {ACCOUNTS} values (?, ?, ?, ?, ?, ?, ?)",
            [table.source, table.name, *account.counts],
        )
        return account

    def _load(self, table: Table, landed: Landed | None) -> Account:
        name = f"{quote_identifier(table.source)}.{quote_identifier(table.name)}"
        query = landed_query(table, landed)
        if landed is None or not landed.rows:
            self.connection.execute(f"create table {name} as {query}")
            return Account()
        reason = reject_reason(table, self.latest)
        self.connection.execute(
            f"create table {name} as select *, {reason} as reject_reason from ({query})"
        )
        account = self._counted(name, table)
        if account.rejected:
            self._take_out_rejects(name, table)
        self.connection.execute(f"alter table {name} drop column reject_reason")
        self._blank(name, table, account)
        self._take_out_repeats(name, table, account)
        account.loaded = account.rows - account.rejected - account.superseded - account.copies
        return account

    def _counted(self, name: str, table: Table) -> Account:
        needed = [one.name for one in table.columns if one.name in table.key and one.required]
        keys = " or ".join(f"{quote_identifier(key)} is null" for key in needed) or "false"
        latest = "cast(null as timestamp)"
        if table.latest_by:
            latest = f"max(try_cast({quote_identifier(table.latest_by)} as timestamp))"
        rows, rejected, null_keys, recorded = self._ask(
            f"select count(*), count(reject_reason), count(*) filter (where {keys}), "
            f"cast({latest} as varchar) from {name}"
        )
        return Account(rows, 0, rejected, 0, 0, null_keys, recorded)

    def _take_out_rejects(self, name: str, table: Table) -> None:
        self.connection.execute(
            f"insert into {REJECTED} select {quote_text(table.source)}, {quote_text(table.name)}, "
            f"{reject_reason(table, self.latest)}, cast(raw_row as varchar) "
            f"from (select distinct * exclude (reject_reason) from {name} "
            "where reject_reason is not null) as raw_row"
        )
        self.connection.execute(f"delete from {name} where reject_reason is not null")

    def _blank(self, name: str, table: Table, account: Account) -> None:
        """Empties what breaks a rule that keeps its row, and notes where."""
        for rule in table.rules:
            if not rule.blanks:
                continue
            condition = broken(rule, table)
            said = " || ', ' || ".join(
                f"coalesce(cast({quote_identifier(key)} as varchar), '')" for key in table.key
            )
            (found,) = self._ask(f"select count(*) from {name} where {condition}")
            if not found:
                continue
            examples = self.connection.execute(
                f"select distinct {said} from {name} where {condition} order by 1 limit 5"
            )
            named = "; ".join(str(example) for (example,) in examples.fetchall())
            self.connection.execute(
                f"update {name} set {quote_identifier(rule.column)} = null where {condition}"
            )
            account.blanked += (
                f"{rule.column} breaks the rule '{rule.told}' in {found} rows and is read as "
                f"empty there: {named}. {rule.remedy}",
            )

    def _take_out_repeats(self, name: str, table: Table, account: Account) -> None:
        """Takes out exact copies, and older versions where the contract says which row counts.

        Only rows whose key occurs twice are compared as a whole: a hash of the key finds them.
        """
        columns = [quote_identifier(column.name) for column in table.columns]
        keys = [trimmed(column) for column in table.columns if column.name in table.key] or columns
        hashed = f"hash({', '.join(keys)})"
        rows, different = self._ask(f"select count(*), count(distinct {hashed}) from {name}")
        if rows == different:
            return
        self.connection.execute(
            f"""
            create or replace temporary table repeated as
            select
                rowid as row_id,
                {", ".join(columns)},
                row_number() over (partition by {", ".join(columns)} order by rowid) as copy_no
            from {name}
            where {hashed} in (
                select {hashed} from {name} group by 1 having count(*) > 1
            )
            """
        )
        (account.copies,) = self._ask("select count(*) from repeated where copy_no > 1")
        doomed = "select row_id from repeated where copy_no > 1"
        self.connection.execute(f"delete from {name} where rowid in ({doomed})")
        if table.key:
            self._take_out_versions(name, table, keys, account)
        self.connection.execute("drop table repeated")

    def _take_out_versions(
        self, name: str, table: Table, keys: Sequence[str], account: Account
    ) -> None:
        order = [
            quote_identifier(column.name)
            for column in table.columns
            if column.base_type != "record"
        ]
        latest = table.column(table.latest_by) if table.latest_by else None
        if latest is not None:
            order.insert(0, f"{readable(latest)} desc nulls last")
        self.connection.execute(
            f"""
            create or replace temporary table older as
            select * exclude (copy_no) from repeated
            where copy_no = 1
            qualify row_number() over (
                partition by {", ".join(keys)} order by {", ".join(order)}
            ) > 1
            """
        )
        (older,) = self._ask("select count(*) from older")
        if latest is None:
            self._reject_conflicts(name, table, keys, account)
        else:
            self.connection.execute(
                f"insert into {REJECTED} select {quote_text(table.source)}, "
                f"{quote_text(table.name)}, {quote_text(SUPERSEDED)}, cast(raw_row as varchar) "
                "from (select * exclude (row_id) from older) as raw_row"
            )
            self.connection.execute(f"delete from {name} where rowid in (select row_id from older)")
            account.superseded = older
        self.connection.execute("drop table older")

    def _reject_conflicts(
        self, name: str, table: Table, keys: Sequence[str], account: Account
    ) -> None:
        """Rejects every row of a key whose rows differ: nothing tells which of them is right."""
        said = " || ', ' || ".join(f"coalesce(cast({key} as varchar), '')" for key in keys)
        hashed = f"hash({', '.join(keys)})"
        conflict = f"from repeated where copy_no = 1 and {hashed} in (select {hashed} from older)"
        examples = self.connection.execute(f"select distinct {said} from older order by 1 limit 5")
        account.conflicts = tuple(str(example) for (example,) in examples.fetchall())
        reason = quote_text(f"{' and '.join(table.key)} stand in different rows: ")
        remedy = quote_text(". Export one row a key")
        self.connection.execute(
            f"insert into {REJECTED} select {quote_text(table.source)}, "
            f"{quote_text(table.name)}, {reason} || {said} || {remedy}, "
            f"cast(raw_row as varchar) from (select * exclude (row_id, copy_no) {conflict}) "
            "as raw_row"
        )
        (rejected,) = self._ask(f"select count(*) {conflict}")
        self.connection.execute(f"delete from {name} where rowid in (select row_id {conflict})")
        account.rejected += rejected


def load_landing(
    build: Path,
    tables: Sequence[Table],
    landed: Mapping[str, Landed],
    *,
    timezone: str = "UTC",
    memory: str | None = None,
    landed_at: str | None = None,
) -> dict[str, Account]:
    """Loads every table that a model reads into a file, and returns what became of its rows.

    One schema a source, one table a raw table, with exactly the contract's columns; a table that
    was not landed has no rows. These schemas are made anew, a file that does not exist is made.
    timezone is the business time zone, in which an instant without an offset counts; memory what
    DuckDB may take, such as 1GB; landed_at the instant of the landing, else now. Raises UserError
    when the file cannot be written.
    """
    build.parent.mkdir(parents=True, exist_ok=True)
    try:
        with duckdb.connect(str(build)) as connection:
            connection.execute(f"set TimeZone = {quote_text(timezone)}")
            if memory:
                connection.execute(f"set memory_limit = {quote_text(memory)}")
            for schema in ("landing", *sorted({table.source for table in tables})):
                connection.execute(f"drop schema if exists {quote_identifier(schema)} cascade")
                connection.execute(f"create schema {quote_identifier(schema)}")
            connection.execute(f"create table {REJECTED} ({REJECTED_COLUMNS})")
            connection.execute(f"create table {ACCOUNTS} ({ACCOUNTS_COLUMNS})")
            loader = Loader(connection, landed_at)
            accounts = {
                table.full_name: loader.load(table, landed.get(table.full_name))
                for table in tables
                if table.is_read
            }
            connection.execute("checkpoint")
    except duckdb.IOException as error:
        raise UserError(
            f"{build} cannot be written: {str(error).splitlines()[0]}. Is the disk full, or does "
            "another program hold the file?"
        ) from error
    return accounts
