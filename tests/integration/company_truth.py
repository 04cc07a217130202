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
        entered_at, exited_at, entry_type, exit_type, is_imputed, original_native_id
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

    ),

    -- The key that a merged contact would have had alone: decision 0003 says how keys are made.
    merged as (

        select
            native_id,
            cast('0x' || substr(md5('hubspot|' || native_id), 1, 15) as bigint) as own_key
        from {marts}.marts.person_links
        where source_system = 'hubspot' and method = 'merge'

    )

    select
        stays.subject_type, coalesce(named.native_system, '?'),
        coalesce(named.native_id, stays.subject_key::text), stays.stage, stays.cycle_no,
        stays.entered_at, stays.exited_at, stays.entry_type, stays.exit_type, stays.is_imputed,
        case
            when stays.original_subject_key <> stays.subject_key
                then coalesce(merged.native_id, stays.original_subject_key::text)
        end
    from {marts}.marts.fct_lifecycle as stays
    left join named using (subject_type, subject_key)
    left join merged on stays.original_subject_key = merged.own_key
    where stays.application_id = 'global'
"""
LEADS = """
    select
        native_system, native_id, cycle_no, agreement_version, rule_id, qualification_path,
        qualified_at, known_at, score_fit, score_engagement, fit_grade, engagement_grade,
        origin_team, was_corrected
    from read_parquet('{truth}/qualified_leads.parquet')
"""
LEADS_OF_MARTS = """
    with

    -- The truth names a person by one native id of its choice.
    named as (

        select distinct truth.native_system, truth.native_id, links.person_key
        from read_parquet('{truth}/qualified_leads.parquet') as truth
        inner join {marts}.marts.person_links as links
            on truth.native_system = links.source_system and truth.native_id = links.native_id

    )

    select
        coalesce(named.native_system, '?'), coalesce(named.native_id, leads.person_key::text),
        leads.cycle_no, leads.agreement_version::text, leads.rule_id, leads.qualification_path,
        leads.qualified_at, leads.known_at, leads.score_fit, leads.score_engagement,
        leads.fit_grade, leads.engagement_grade, leads.origin_team, leads.was_corrected
    from {marts}.marts.fct_acquisition as leads
    left join named using (person_key)
"""
QUALIFICATIONS = """
    select
        native_system, native_id, cycle_no, stage, qualified_at, believed_from, believed_to,
        is_imputed, agreement_version, rule_id, qualification_path
    from read_parquet('{truth}/qualifications.parquet')
"""
QUALIFICATIONS_OF_MARTS = """
    with

    named as (

        select distinct truth.native_system, truth.native_id, links.person_key
        from read_parquet('{truth}/qualifications.parquet') as truth
        inner join {marts}.marts.person_links as links
            on truth.native_system = links.source_system and truth.native_id = links.native_id

    )

    select
        coalesce(named.native_system, '?'), coalesce(named.native_id, reached.person_key::text),
        reached.cycle_no, reached.stage, reached.qualified_at, reached.believed_from,
        reached.believed_to, reached.is_imputed, reached.agreement_version::text, reached.rule_id,
        reached.qualification_path
    from {marts}.marts.fct_qualification as reached
    left join named using (person_key)
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
