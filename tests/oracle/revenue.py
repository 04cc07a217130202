"""Everything that revenue, churn and the costs of acquisition are, counted from the books once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.oracle import churn, economics, margins, recurring
from tests.oracle.books import Books
from tests.oracle.churn import CohortMonth, Renewal
from tests.oracle.economics import Economics
from tests.oracle.margins import Margins
from tests.oracle.recurring import Movement, Numbers

Segments = dict[str, list[str]]

# The metrics of each part, with the segments that they must know beside `all`.
BRIDGE: Segments = {
    "monthly_recurring_revenue": ["currency"],
    "paused_recurring_revenue": ["currency"],
    "mrr_movements": ["movement_type"],
    "average_revenue_per_customer": ["currency"],
}
KEPT_REVENUE: Segments = {
    "gross_revenue_retention": ["currency"],
    "net_revenue_retention": ["currency"],
    "revenue_churn_rate": [],
}
CHURN: Segments = {
    "customer_churn_rate": [],
    "churn_rate_of_all": [],
    "churn_rate_of_mean": [],
    "churned_accounts": ["end_reason"],
    "renewal_rate": [],
}
PRODUCTS: Segments = {"products_per_account": [], "upsell_rate": ["path"]}
INVOICES: Segments = {"average_basket": ["currency"], "invoiced_revenue": ["currency", "kind"]}
MARGIN: Segments = {"profit_per_customer": [], "gross_margin_share": []}
COSTS: Segments = {"cost_per_qualified_lead": ["channel"], "acquisition_cost": ["channel"]}
MARKETING: Segments = {
    "marketing_sourced_revenue_share": [],
    "marketing_influenced_revenue_share": [],
}
QUARTERLY: Segments = {
    "customer_acquisition_cost": ["channel"],
    "lifetime_value": ["channel"],
    "margin_per_qualified_lead": ["channel"],
}
FAMILIES: dict[str, Segments] = {
    "bridge": BRIDGE,
    "kept revenue": KEPT_REVENUE,
    "churn": CHURN,
    "products": PRODUCTS,
    "invoices": INVOICES,
    "margin": MARGIN,
    "costs": COSTS,
    "marketing": MARKETING,
    "quarterly": QUARTERLY,
}


@dataclass(frozen=True)
class Counted:
    """The rows of the marts and the numbers of `kpi`."""

    books: Books
    bridge: list[Movement]
    margins: Margins
    renewals: dict[str, Renewal]
    cohorts: dict[tuple[date, int], CohortMonth]
    economics: dict[tuple[date, str], Economics]
    numbers: Numbers


def count(books: Books) -> Counted:
    """Count everything."""
    bridge, margin = recurring.bridge(books), margins.margins(books)
    rows = economics.unit_economics(books, bridge, margin)
    numbers: Numbers = {}
    for part in (
        recurring.recurring_numbers(books, bridge),
        recurring.retention_of_revenue(bridge),
        recurring.products_per_account(books),
        recurring.upsell_numbers(books),
        churn.churn_numbers(books),
        churn.renewal_numbers(books),
        margins.margin_numbers(books, margin),
        margins.invoice_numbers(books),
        margins.cost_numbers(books),
        margins.marketing_numbers(books, bridge),
        economics.economics_numbers(books, rows, margin),
    ):
        numbers.update(part)
    return Counted(
        books,
        bridge,
        margin,
        churn.renewals(books),
        churn.cohorts(books, margins.margin_of_accounts(margin)),
        rows,
        numbers,
    )
