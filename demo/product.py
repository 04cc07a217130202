"""Use of the product and of the community site in bulk, by people of accounts with a contract."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo import clock
from demo.clock import DAY, MINUTE, SECOND
from demo.company import AS_OF, LAST_DAY
from demo.model import Account
from demo.world import World
from demo.writers.tables import Tables

EVENTS = ("login", "invoice_created", "reminder_sent", "report_exported", "colleague_added")
TOPICS = ("/", "/questions/relances", "/questions/exports", "/nouveautes")


def _seats(world: World) -> list[tuple[Account, str, int, int, str]]:
    """Everyone who may use a product: account, address, from, to, product."""
    seats: list[tuple[Account, str, int, int, str]] = []
    for account in world.accounts:
        for contract in account.paid_contracts:
            start = clock.at(contract.started_on, 8)
            end = clock.at(min(contract.ended_on or LAST_DAY + 1, LAST_DAY + 1))
            for person in account.people:
                last = min(end, person.erased_at or end)
                first = max(start, person.known_at)
                if person.email and last - first > 2 * DAY:
                    seats.append((account, person.email, first, last, contract.product or ""))
    return seats


def use_product(
    world: World, tables: Tables, rng: np.random.Generator, budget: int, community: int
) -> None:
    """About `budget` uses of the product and `community` page views of the community site."""
    seats = _seats(world)
    if not seats:
        return
    companies = pa.array([account.billing_id for account, *_ in seats])
    emails = pa.array([seat[1] for seat in seats])
    products = pa.array([seat[4] for seat in seats])
    for table, count in (("files.product_events", budget), ("files.web_events", community)):
        if count <= 0:
            continue
        pick = rng.integers(0, len(seats), count)
        first = np.array([seat[2] for seat in seats])[pick]
        last = np.array([seat[3] for seat in seats])[pick]
        at = first + ((last - first - MINUTE) * rng.random(count)).astype(np.int64)
        at.sort()
        late = np.where(rng.random(count) < 0.01, 20 * DAY, 0)
        world.awkward["late_rows"] += int((late > 0).sum())
        recorded = np.minimum((at // DAY + 1) * DAY + late, AS_OF - SECOND)
        chosen = pa.array(pick)
        prefix = "PE-" if table == "files.product_events" else "WE-"
        numbers = np.arange(count) + world.shard * 100_000_000
        ids = pc.binary_join_element_wise(prefix, pc.cast(pa.array(numbers), pa.string()), "")
        columns = {
            "event_id": ids,
            "email": emails.take(chosen),
            "occurred_at": pa.array(at),
            "recorded_at": pa.array(recorded),
        }
        if table == "files.product_events":
            columns["company_id"] = companies.take(chosen)
            columns["product"] = products.take(chosen)
            columns["event_name"] = pa.array(EVENTS).take(
                pa.array(rng.choice(len(EVENTS), count, p=[0.4, 0.3, 0.15, 0.12, 0.03]))
            )
        else:
            sites = [f"https://communaute.lumenia.example{topic}" for topic in TOPICS]
            columns["visitor_id"] = emails.take(chosen)
            columns["session_id"] = pc.cast(pa.array(at // (30 * MINUTE)), pa.string())
            columns["event_name"] = pa.repeat("page_view", count)
            columns["page_url"] = pa.array(sites).take(pa.array(rng.integers(0, len(sites), count)))
        tables.add_bulk(table, columns, count)
