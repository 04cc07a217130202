"""Deals made up for tests, as HubSpot's connectors land them: stages, merges, links, times."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tests.integration.cases import Rows, write_table

SYNCED = "2026-06-29 00:00:00"


def read_table(path: Path) -> Rows:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _deal(number: int, stage: str = "won", pipeline: str = "default", **columns: str) -> Any:
    return {
        "deal_id": str(number),
        "deal_pipeline_id": pipeline,
        "deal_pipeline_stage_id": stage,
        "property_amount": "100",
        "property_createdate": "2026-02-02 09:00:00",
        "_fivetran_synced": SYNCED,
        **columns,
    }


def _add(folder: Path, table: str, rows: Rows) -> None:
    path = folder / "landing" / f"{table}.csv"
    write_table(path, [*(read_table(path) if path.is_file() else []), *rows])


def _merges(*pairs: tuple[int, int]) -> Rows:
    return [
        {"deal_id": str(into), "merged_deal_id": str(gone), "_fivetran_synced": SYNCED}
        for gone, into in pairs
    ]


def _linked(deal: int, other: str, *numbers: int, **columns: str) -> Rows:
    label = {"type_id": "3", "category": "HUBSPOT_DEFINED", **columns}
    return [
        {"deal_id": str(deal), other: str(number), **label, "_fivetran_synced": SYNCED}
        for number in numbers
    ]


# A chain longer than any limit, and loops: of two, of three, with a tail.
CHAIN = [(1000 + number, 1001 + number) for number in range(40)]
LOOPS = [(1101, 1102), (1102, 1101), (1201, 1202), (1202, 1203), (1203, 1202), (1301, 1301)]


def add_deals(folder: Path) -> None:
    """Adds deals from 1000 on, with their contacts from 699 and companies from 800."""
    stages: Rows = [
        {"stage_id": "won", "pipeline_id": "default", "is_closed": "true", "probability": "1"},
        {"stage_id": "gone", "pipeline_id": "default", "is_closed": "true", "probability": "0"},
        # A flag that says closed loses to the probability; one pipeline is not named.
        {"stage_id": "both", "pipeline_id": "x", "closed_won": "true", "probability": "0.0"},
        {"stage_id": "both", "pipeline_id": "y", "closed_won": "true", "probability": "1.0"},
        {"stage_id": "sure", "pipeline_id": "open", "is_closed": "false", "probability": "1.0"},
        {"stage_id": "5", "pipeline_id": "77", "is_closed": "true", "probability": "1.0"},
        # The same stage, written another way and landed before.
        {
            "stage_id": "5.0",
            "pipeline_id": "77",
            "is_closed": "false",
            "probability": "0.1",
            "_fivetran_synced": "2026-06-01",
        },
        {"stage_id": "loose", "pipeline_id": "", "is_closed": "true", "probability": "1.0"},
        {"stage_id": "mute", "pipeline_id": "default", "is_closed": "true"},
    ]
    _add(
        folder,
        "hubspot/deal_pipeline_stage",
        [{"_fivetran_synced": SYNCED, **row} for row in stages],
    )
    deals = [_deal(number) for number in range(1000, 1041)]
    deals += [_deal(number) for number in (1101, 1102, 1201, 1202, 1203, 1301)]
    deals[41]["is_deleted"] = "true"
    # 1401 into 1402, which never landed; 1501 into 1502, which was thrown away.
    deals += [_deal(1401), _deal(1501), _deal(1502, is_deleted="true")]
    deals += [
        _deal(1601, "both", "x"),
        _deal(1602, "both", "y"),
        _deal(1603, "both", ""),
        _deal(1604, "sure", "open"),
        _deal(1605, " loose ", "default"),
        _deal(1606, "won", ""),
        _deal(1607, "mute"),
        _deal(1608, "nowhere"),
        _deal(1609, "5.0", "77.0"),
    ]
    deals += [
        _deal(1701, "talk", property_createdate=""),
        _deal(1702, "talk", property_createdate=""),
        _deal(1703, property_createdate=""),
    ]
    deals += [_deal(number) for number in (1801, 1802, 1803, 1901, 1902, 1903)]
    _add(folder, "hubspot/deal", deals)
    _add(folder, "hubspot/merged_deal", _merges(*CHAIN, *LOOPS, (1401, 1402), (1501, 1502)))
    entries = [
        ("1000", "2026-03-03 09:00:00", "won"),
        ("1701", "2026-04-02 09:00:00", "talk"),
        ("1701", "2026-04-01 09:00:00", "before"),
        ("1703", "2026-04-03 09:00:00", "won"),
    ]
    _add(
        folder,
        "hubspot/deal_stage",
        [
            {"deal_id": deal, "date_entered": at, "value": stage, "_fivetran_synced": SYNCED}
            for deal, at, stage in entries
        ],
    )
    contacts = [{"id": str(number), "_fivetran_synced": SYNCED} for number in range(700, 706)]
    contacts[0]["_fivetran_deleted"] = "true"
    _add(folder, "hubspot/contact", contacts)
    _add(
        folder,
        "hubspot/contact_merge_audit",
        [{"canonical_vid": "705", "vid_to_merge": "699", "contact_id": "705"}],
    )
    own = {"type_id": "21", "category": "USER_DEFINED"}
    _add(
        folder,
        "hubspot/deal_contact",
        [
            *_linked(1000, "contact_id", 701),
            *_linked(1101, "contact_id", 702),
            *_linked(1201, "contact_id", 703),
            *_linked(1401, "contact_id", 704),
            # By label; a deleted one with a label; one that was merged into a living one.
            *_linked(1801, "contact_id", 701, 702),
            *_linked(1801, "contact_id", 703, **own, label="Decision maker"),
            *_linked(1802, "contact_id", 700, **own, label="primary"),
            *_linked(1802, "contact_id", 702, **own, label="Billing"),
            *_linked(1803, "contact_id", 699, 701),
        ],
    )
    companies = [{"id": str(number), "_fivetran_synced": SYNCED} for number in range(801, 804)]
    companies[1]["is_deleted"] = "true"
    _add(folder, "hubspot/company", companies)
    _add(
        folder,
        "hubspot/deal_company",
        [
            *_linked(1000, "company_id", 803, type_id="341"),
            # The company's own type 5 is no primary.
            *_linked(1901, "company_id", 801, type_id="341"),
            *_linked(1901, "company_id", 803, type_id="5", category="USER_DEFINED"),
            # Deleted, never landed: 802, 800.
            *_linked(1902, "company_id", 800, 802, type_id="5"),
            *_linked(1902, "company_id", 803, type_id="341"),
            *_linked(1903, "company_id", 800, 802, type_id="341"),
        ],
    )
