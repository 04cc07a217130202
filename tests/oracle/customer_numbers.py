"""Everything that the oracles of customers count in one company."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import duckdb

from tests.oracle import engagement, key_moments, product_use, referral, repeat_sales, surveys
from tests.oracle.customer_stream import Stream
from tests.oracle.customers import Company, Native, identity_of
from tests.oracle.numbers import Key, Number

FAMILIES = {
    "product_use": product_use.METRICS,
    "engagement": engagement.METRICS,
    "surveys": surveys.METRICS,
    "key_moments": key_moments.METRICS,
    "repeat_sales": repeat_sales.METRICS,
    "referral": referral.METRICS,
}
LEADS = "select native_system, native_id, qualified_at from read_parquet('{}')"


class Customers:
    """The numbers of a company, and the rows behind them."""

    def __init__(
        self, landing: Path, warehouse: Path, leads: Iterable[tuple[Native, datetime]]
    ) -> None:
        as_of = datetime.fromisoformat((landing / "landed_at.txt").read_text("utf-8").strip())
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            identity = identity_of(connection)
        self.company = Company(landing, identity, as_of.replace(tzinfo=None))
        self.stream = Stream(self.company)
        self._sales = repeat_sales.repeat_sales(self.company)
        self.moments = key_moments.key_moments(self.company, self.stream, self._sales)
        self.scores = engagement.engagement_scores(self.company, self.stream)
        self.surveys = surveys.surveys(self.company)
        self._leads = [
            (identity.people[native], at) for native, at in leads if native in identity.people
        ]

    def numbers(self) -> dict[Key, Number]:
        """Every number of every family."""
        sent, said = referral.invitations(self.company), referral.words(self.company)
        acts = referral.ambassador_acts(sent, said)
        return {
            **product_use.product_use(self.company),
            **engagement.engagement(self.company, self.stream),
            **surveys.satisfaction(self.company, acts),
            **key_moments.key_moment_rates(self.moments),
            **repeat_sales.repeat_sale_numbers(self.company),
            **referral.referral(self.company, self._leads),
        }


def leads_of(truth: Path) -> list[tuple[Native, datetime]]:
    """The qualified leads that a company's truth tells."""
    rows = duckdb.execute(LEADS.format(truth / "qualified_leads.parquet")).fetchall()
    return [((system, native), at) for system, native, at in rows]
