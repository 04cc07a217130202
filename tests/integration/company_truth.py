"""What the simulated company knows of itself beside what the marts say of it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

STAYS = """
    select
        subject_type, native_system, native_id, stage, cycle_no,
        entered_at, exited_at, entry_type, exit_type, is_imputed
    from read_parquet('{truth}/stays.parquet')
"""
STAYS_OF_MARTS = """
    with

    subjects as (

        select 'person' as subject_type, source_system, native_id, person_key as subject_key
        from {marts}.marts.person_links

        union all

        select 'account', source_system, native_id, account_key
        from {marts}.marts.account_links

    ),

    -- The truth names a subject by one native id of its choice.
    named as (

        select distinct
            truth.subject_type, truth.native_system, truth.native_id, subjects.subject_key
        from read_parquet('{truth}/stays.parquet') as truth
        inner join subjects
            on
                truth.subject_type = subjects.subject_type
                and truth.native_system = subjects.source_system
                and truth.native_id = subjects.native_id

    )

    select
        stays.subject_type, coalesce(named.native_system, '?'),
        coalesce(named.native_id, stays.subject_key::text), stays.stage, stays.cycle_no,
        stays.entered_at, stays.exited_at, stays.entry_type, stays.exit_type, stays.is_imputed
    from {marts}.marts.fct_lifecycle as stays
    left join named using (subject_type, subject_key)
"""


class Truth:
    """The truth files of a simulated company beside the warehouse built from its landing."""

    def __init__(self, folder: Path, warehouse: Path) -> None:
        self.folder = folder
        self.figures: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))
        self.connection = duckdb.connect()
        self.connection.execute(f"attach '{warehouse}' as marts (read_only)")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query, in which {marts} is the warehouse and {truth} the truth's folder."""
        return self.connection.execute(query.format(marts="marts", truth=self.folder)).fetchall()

    def one(self, query: str) -> Any:
        """The only value of a query."""
        ((value,),) = self.rows(query)
        return value

    def money(self, query: str) -> dict[str, dict[str, Decimal]]:
        """Month, currency and amount of a query as nested dictionaries."""
        nested: dict[str, dict[str, Decimal]] = {}
        for month, currency, amount in self.rows(query):
            nested.setdefault(month, {})[currency] = amount
        return nested
