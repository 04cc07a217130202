"""What becomes of a landed row: each is used, set aside for a reason in words, or rejected.

The two shapes are rows of Meta's; the other rows are invented, one for each way in which a row
drops out of the numbers.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.cases import Built, build, land_shapes

MODELS = ("fct_awareness", "fct_cost", "int_facebook_ads_claims")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    """One company with every way in which a row is not used."""
    folder = tmp_path_factory.mktemp("account")
    land_shapes(["01", "02"], folder)
    return build(folder, parsed, MODELS)


def _meta(built: Built, day: str) -> list[tuple[object, ...]]:
    return built.rows(
        "select campaign_id, account_id, impressions, spend_local, platform_conversions "
        f"from fct_awareness where platform = 'facebook_ads' and day_on = '{day}'"
    )


def test_a_conversion_on_a_day_without_its_ad_is_claimed_all_the_same(built: Built) -> None:
    assert _meta(built, "2026-04-15") == [("21", "2", 0, 0, 4)]


def test_a_lead_that_contains_the_leads_of_the_pixel_is_claimed_once(built: Built) -> None:
    assert _meta(built, "2026-03-10") == [("21", "2", 1000, 20, 5)]
    claims = (
        "select action_type, claimed_conversions, is_counted "
        "from intermediate.int_facebook_ads_claims where reported_on = '2026-03-10' order by 1"
    )
    assert built.rows(claims) == [
        ("lead", 5, True),
        ("offsite_conversion.fb_pixel_lead", 5, False),
    ]
