"""No model and no test of the project makes rows faster than the company grows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from benchmarks import growth, plans
from benchmarks.growth import LARGE, SMALL, Growth
from orchestration.lib.errors import UserError

# Conversions and touches of people; a touch counts if it came in the 90 days before.
TABLES = """
    create table conversions as
    select
        i as conversion_key,
        i % {people} as person_key,
        date '2024-01-01' + cast(i * 7 % 730 as integer) as converted_on
    from range({people} // 2) as r(i);
    create table touches as
    select
        i as touch_key,
        i % {people} as person_key,
        date '2024-01-01' + cast(i * 11 % 730 as integer) as touched_on
    from range({people} * 2) as r(i);
    create table people as select i as person_key from range({people}) as r(i);
"""
WINDOW = (
    "touches.touched_on <= conversions.converted_on"
    " and touches.touched_on >= conversions.converted_on - 90"
)
# Whoever touched: a planner may also begin with this and ask for the person afterwards.
EXPLODING = f"""
    select conversion_key, count(*)
    from conversions
    inner join touches on {WINDOW}
    group by conversion_key
"""
FLAT = f"""
    select conversion_key, touch_key
    from conversions
    inner join touches on conversions.person_key = touches.person_key and {WINDOW}
"""
PAIRS = """
    select conversion_key, touch_key
    from conversions
    inner join touches
        on conversions.person_key = touches.person_key
        or conversions.conversion_key = touches.touch_key
"""
CROSS = "select count(*) from conversions, touches"
EVERY_MONTH = "select * from people, range(36) as months(month)"


@pytest.fixture(scope="module")
def grown() -> Callable[[str], list[Growth]]:
    """What the guard says of a query, on the tables of a small and of a larger company."""
    connections = [duckdb.connect(), duckdb.connect()]
    for connection, people in zip(connections, (SMALL // 20, LARGE // 20), strict=True):
        connection.execute(TABLES.format(people=people))

    def grows(query: str) -> list[Growth]:
        small, large = ({"planted": plans.analysed(one, query)} for one in connections)
        return growth.growing(small, large)

    return grows


@pytest.mark.parametrize("query", [EXPLODING, PAIRS, CROSS])
def test_a_planted_join_is_found(grown: Callable[[str], list[Growth]], query: str) -> None:
    (found,) = grown(query)
    assert found.node == "planted"
    assert found.exponent > 1.7
    assert growth.judge([found], {}) == [found.line()]
    assert growth.judge([found], {"planted": "It is planted."}) == []


@pytest.mark.parametrize("query", [FLAT, EVERY_MONTH])
def test_a_join_that_grows_with_its_rows_is_not(
    grown: Callable[[str], list[Growth]], query: str
) -> None:
    assert grown(query) == []


def test_an_exception_that_nothing_needs_is_told() -> None:
    (said,) = growth.judge([], {"fct_revenue": "It was slow once."})
    assert said.startswith("fct_revenue no longer grows")


def test_an_exception_needs_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.csv"
    path.write_text("node,reason\nfct_revenue,\n", encoding="utf-8")
    with pytest.raises(UserError, match="fct_revenue"):
        growth.read_exceptions(path)


@pytest.mark.slow
def test_the_project_grows_with_the_company(tmp_path: Path) -> None:
    assert growth.check(tmp_path) == []
