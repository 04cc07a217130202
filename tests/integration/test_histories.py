"""What holds for every history that people could have, tried on histories drawn at random."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, find, given, note, settings
from hypothesis import strategies as st

from orchestration.lib.build_files import WAREHOUSE_FILE
from tests.properties.histories import Histories, histories
from tests.properties.landing import (
    as_text,
    contact_id,
    instant,
    night_by_night,
    readable,
    rows_of,
    shuffled,
)
from tests.properties.warehouse import Project, Warehouse, compile_project

# The same histories every time; an example builds a warehouse, which takes a second or two.
FIXED = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FOREVER = datetime(9999, 12, 31)  # noqa: DTZ001
SEEDS = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def batch() -> Histories:
    """Many people with much behind them, the same every time."""
    return find(
        histories(places=60),
        lambda drawn: sum(len(person.events) for _, person in drawn) > 300,
        settings=settings(FIXED, phases=[Phase.generate], max_examples=1000),
        random=random.Random(11),  # noqa: S311
    )


@pytest.fixture(scope="module")
def project(batch: Histories, tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Project:
    """The project as dbt built it."""
    return compile_project(tmp_path_factory.mktemp("project"), parsed, rows_of(batch))


@pytest.fixture(scope="module")
def warehouse(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """Where the marts are built again and again."""
    quick = Warehouse(project, tmp_path_factory.mktemp("landing"))
    yield quick
    quick.connection.close()


# ---------------------------------------------------------------- stays


@dataclass(frozen=True)
class Stay:
    """A row of fct_lifecycle, as far as its place in time goes."""

    subject: tuple[str, str, int]
    cycle_no: int
    stage: str
    entered_at: datetime
    exited_at: datetime | None
    is_imputed: bool
    is_current: bool

    @property
    def end(self) -> datetime:
        """When it ends, the end of time while it lasts."""
        return self.exited_at or FOREVER


def faults_of(stays: Sequence[Stay]) -> list[str]:
    """What is wrong with the stays of one subject in one application."""
    faults = []
    for one in stays:
        others = [stay for stay in stays if stay is not one]
        if one.end < one.entered_at:
            faults.append(f"ends before it begins: {one}")
        if one.is_imputed and one.end != one.entered_at:
            faults.append(f"is imputed and has a length: {one}")
        if one.is_current != (one.exited_at is None):
            faults.append(f"is current and has ended, or neither: {one}")
        if any(one.entered_at < stay.end and stay.entered_at < one.end for stay in others):
            faults.append(f"overlaps another: {one}")
        if one.exited_at and all(stay.entered_at != one.exited_at for stay in others):
            faults.append(f"is left for no other: {one}")
        if any(stay.cycle_no < one.cycle_no and stay.entered_at > one.entered_at for stay in stays):
            faults.append(f"belongs to a later cycle than a stay after it: {one}")
    return faults


def _stay(enters: int, exits: int | None, cycle_no: int = 1, *, is_imputed: bool = False) -> Stay:
    start = datetime(2026, 1, 1)  # noqa: DTZ001
    return Stay(
        subject=("global", "person", 1),
        cycle_no=cycle_no,
        stage="any",
        entered_at=start + timedelta(days=enters),
        exited_at=None if exits is None else start + timedelta(days=exits),
        is_imputed=is_imputed,
        is_current=exits is None,
    )


@pytest.mark.parametrize(
    ("stays", "fault"),
    [
        ([_stay(0, 5), _stay(4, None)], "overlaps"),
        ([_stay(0, 5), _stay(3, 3, is_imputed=True), _stay(5, None)], "overlaps"),
        ([_stay(0, 5), _stay(6, None)], "is left for no other"),
        ([_stay(0, 5), _stay(5, 6, is_imputed=True), _stay(6, None)], "has a length"),
        ([_stay(0, 5, cycle_no=2), _stay(5, None)], "belongs to a later cycle"),
        ([_stay(5, 3), _stay(3, None)], "ends before"),
    ],
)
def test_a_fault_in_the_stays_is_found(stays: list[Stay], fault: str) -> None:
    assert any(found.startswith(fault) or fault in found for found in faults_of(stays))


def test_stays_that_follow_each_other_have_no_fault() -> None:
    passed_over = [_stay(2, 2, is_imputed=True), _stay(2, 2, is_imputed=True)]
    assert not faults_of([_stay(0, 2), *passed_over, _stay(2, 9), _stay(9, None, cycle_no=2)])


def _stays(warehouse: Warehouse) -> dict[tuple[str, str, int], list[Stay]]:
    """The stays of each subject in each application."""
    found = defaultdict(list)
    query = """
        select
            application_id, subject_type, subject_key,
            cycle_no, stage, entered_at, exited_at, is_imputed, is_current
        from marts.fct_lifecycle
        order by all
    """
    for *subject, cycle_no, stage, entered, exited, is_imputed, is_current in warehouse.rows(query):
        key = (subject[0], subject[1], subject[2])
        found[key].append(Stay(key, cycle_no, stage, entered, exited, is_imputed, is_current))
    return found


@settings(FIXED, max_examples=6)
@given(drawn=histories())
def test_stays_follow_each_other(warehouse: Warehouse, drawn: Histories) -> None:
    rows = rows_of(drawn)
    note(readable(rows))
    warehouse.build(rows)
    faults = [fault for stays in _stays(warehouse).values() for fault in faults_of(stays)]
    assert not faults, "\n".join(faults)


def test_the_histories_reach_every_stage(warehouse: Warehouse, batch: Histories) -> None:
    # Were the histories too dull, the properties would hold of nothing.
    warehouse.build(rows_of(batch))
    unreached = warehouse.rows("""
        select stage from reference.lifecycle_stages
        except
        select stage from marts.fct_lifecycle
    """)
    assert not unreached


# ---------------------------------------------------------------- rebuilds, orders and nights


@settings(FIXED, max_examples=3)
@given(drawn=histories())
def test_a_full_rebuild_gives_the_same_rows(warehouse: Warehouse, drawn: Histories) -> None:
    rows = rows_of(drawn)
    note(readable(rows))
    warehouse.build(rows)
    warehouse.keep("kept")
    # Other threads may hand over rows in another order.
    warehouse.connection.execute("set threads = 4; set preserve_insertion_order = false")
    try:
        warehouse.build(rows)
    finally:
        warehouse.connection.execute("set threads = 1; set preserve_insertion_order = true")
    differences = warehouse.differences("kept")
    assert not differences, differences


@settings(FIXED, max_examples=5)
@given(drawn=histories(), seed=SEEDS)
def test_the_order_of_rows_changes_nothing(
    warehouse: Warehouse, drawn: Histories, seed: int
) -> None:
    rows = rows_of(drawn)
    note(readable(rows))
    warehouse.build(rows)
    warehouse.keep("kept")
    # Staging puts the landed rows in an order of its own, so the tables are scattered too.
    warehouse.build(shuffled(rows, seed), scattered=seed)
    differences = warehouse.differences("kept")
    assert not differences, differences


@settings(FIXED, max_examples=4)
@given(drawn=histories(), nights=st.integers(2, 4), seed=SEEDS)
def test_any_number_of_nights_gives_what_one_build_gives(
    warehouse: Warehouse, drawn: Histories, nights: int, seed: int
) -> None:
    rows = rows_of(drawn)
    landings = night_by_night(rows, nights, seed)
    for night, landing in enumerate(landings):
        note(f"night {night + 1}\n{readable(landing)}")
    for night, landing in enumerate(landings[:-1]):
        as_of = as_text(instant(400 * (night + 1) // nights))
        warehouse.build(landing, as_of=as_of)
    warehouse.build(rows)
    warehouse.keep("kept")
    warehouse.empty()
    warehouse.build(rows)
    differences = warehouse.differences("kept")
    assert not differences, differences


def test_dbt_gives_what_one_quick_build_gives(warehouse: Warehouse, batch: Histories) -> None:
    # It shows that the quick builds of the other tests are those of dbt.
    warehouse.build(rows_of(batch))
    file = warehouse.project.folder / WAREHOUSE_FILE
    warehouse.connection.execute(f"attach '{file}' as dbt (read_only)")
    try:
        differences = warehouse.differences("dbt")
    finally:
        warehouse.connection.execute("detach dbt")
    assert not differences, differences


# ---------------------------------------------------------------- merges


def _assert_merged_contacts_are_one_person(
    warehouse: Warehouse, drawn: Histories, links: Sequence[dict[str, str]]
) -> None:
    """Two contacts are of one person where their merges lead to the same one, and only there."""
    query = "select native_id, person_key from marts.{} where source_system = 'hubspot'"
    person_of = dict(warehouse.rows(query.format("person_links")))
    person_of_deal = dict(warehouse.rows(query.format("fct_deal")))
    survivors = defaultdict(set)
    for place, person in drawn:
        if person.is_in_crm and contact_id(place) in person_of:
            # One that was deleted, and not merged, may have been made again: as its address tells.
            if person.contact != "deleted" or drawn.survivor(place) != place:
                survivors[person_of[contact_id(place)]].add(drawn.survivor(place))
            assert person_of[contact_id(place)] == person_of[contact_id(drawn.survivor(place))]
    assert all(len(people) == 1 for people in survivors.values())
    for link in links:
        if link["deal_id"] in person_of_deal:
            assert person_of_deal[link["deal_id"]] == person_of.get(link["contact_id"])
    people = {key for (key,) in warehouse.rows("select person_key from marts.dim_person")}
    assert {key for _, kind, key in _stays(warehouse) if kind == "person"} <= people


@settings(FIXED, max_examples=4)
@given(
    drawn=histories(),
    days=st.integers(-500, 500),
    told_by=st.none() | st.sampled_from(("audit", "ids", "both")),
)
def test_merged_contacts_are_one_person_whenever_and_wherever_the_merge_was_noted(
    warehouse: Warehouse, drawn: Histories, days: int, told_by: str | None
) -> None:
    rows, moved = rows_of(drawn), rows_of(drawn.with_merges(days, told_by))
    note(readable(rows))
    note(f"and with the merges noted otherwise\n{readable(moved)}")
    warehouse.build(rows)
    _assert_merged_contacts_are_one_person(warehouse, drawn, rows.get("hubspot.deal_contact", ()))
    warehouse.keep("kept")
    warehouse.build(moved)
    differences = warehouse.differences("kept")
    assert not differences, differences
