"""Invoices, costs and what an account leaves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracle.books import MILLIONTH, UNKNOWN, ZERO, Books, Invoice, Share, rounded
from tests.oracle.numbers import exact
from tests.oracle.periods import month_of, months, snapshot
from tests.oracle.recurring import Movement, Numbers, Sums


@dataclass
class Margin:
    """An account's month."""

    revenue: Decimal = ZERO
    goods: Decimal = ZERO
    service: Decimal = ZERO
    acquisition: Decimal = ZERO

    @property
    def before_acquisition(self) -> Decimal:
        """Revenue less goods and service."""
        return self.revenue - self.goods - self.service


Margins = dict[tuple[int, date], Margin]


def _in_force(rows: list[Share], name: str, day: date) -> Decimal | None:
    return next((row.value for row in rows if row.name == name and row.holds(day)), None)


def revenue_of(books: Books, one: Invoice) -> Decimal:
    """An invoice in the reporting currency."""
    return books.reported(one.amount, one.currency, month_of(one.issued_on))


def goods_of(books: Books, one: Invoice) -> Decimal:
    """The cost of the goods of an invoice."""
    share = _in_force(books.goods, one.product, one.issued_on) if one.product else None
    if share is None:
        share = _in_force(books.goods, "", one.issued_on) or ZERO
    return rounded(revenue_of(books, one) * share)


def invoices_of(books: Books) -> list[Invoice]:
    """The invoices issued before as_of."""
    return [one for one in books.invoices if one.issued_on < books.as_of]


def margins(books: Books) -> Margins:
    """The rows of `fct_account_margin`."""
    rows: Margins = defaultdict(Margin)
    for one in invoices_of(books):
        row = rows[one.account, month_of(one.issued_on)]
        row.revenue += revenue_of(books, one)
        row.goods += goods_of(books, one)
    for account, day in books.tickets:
        if day < books.as_of:
            price = _in_force(books.services, "ticket", day) or ZERO
            rows[account, month_of(day)].service += price
    for (account, month), cost in allocated(books).items():
        rows[account, month].acquisition += cost
    return dict(rows)


def allocated(books: Books) -> dict[tuple[int, date], Decimal]:
    """The acquisition costs of new accounts: equal shares of their month's and channel's."""
    first = books.first_leads()
    newcomers: dict[tuple[date, str], list[int]] = defaultdict(list)
    for account, contract in sorted(books.first_contracts().items()):
        channel = first[account].channel if account in first else UNKNOWN
        newcomers[month_of(contract.started_on), channel].append(account)
    totals: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    for cost in books.scoped("full"):
        totals[month_of(cost.incurred_on), cost.channel] += books.cost_reported(cost)
    shares: dict[tuple[int, date], Decimal] = {}
    for key, accounts in newcomers.items():
        if key not in totals:
            continue
        each = rounded(totals[key] / len(accounts), MILLIONTH)
        for account in accounts[:-1]:
            shares[account, key[0]] = each
        shares[accounts[-1], key[0]] = totals[key] - each * (len(accounts) - 1)
    return shares


def margin_numbers(books: Books, rows: Margins) -> Numbers:
    """Profit per customer and the gross margin."""
    sums = Sums()
    for (_, month), row in rows.items():
        sums.add("profit_per_customer", month, row.before_acquisition - row.acquisition, 0)
        sums.add("gross_margin_share", month, row.revenue - row.goods, row.revenue)
    for month in months(books.first_day, books.as_of):
        active = books.active(snapshot(month, books.as_of))
        sums.add("profit_per_customer", month, 0, len(active))
    return sums.numbers()


def invoice_numbers(books: Books) -> Numbers:
    """What was invoiced, and the average basket of what is sold once."""
    sums = Sums()
    invoices = invoices_of(books)
    baskets = {one.invoice_id: one for one in invoices if one.kind == "one_off"}
    for one in invoices:
        month, name = month_of(one.issued_on), "invoiced_revenue"
        sums.add(name, month, revenue_of(books, one))
        sums.add(name, month, one.amount, currency=one.currency)
        sums.add(name, month, revenue_of(books, one), kind=one.kind or UNKNOWN)
        sold = baskets.get(one.refunds or "") if one.kind == "refund" else one
        if sold is not None and sold.invoice_id in baskets:
            month, number = month_of(sold.issued_on), int(one is sold)
            sums.add("average_basket", month, revenue_of(books, one), number)
            if one.currency == sold.currency:
                sums.add("average_basket", month, one.amount, number, currency=sold.currency)
    return sums.numbers()


def cost_numbers(books: Books) -> Numbers:
    """What it costs to win leads."""
    sums = Sums()
    for cost in books.scoped("full"):
        month, amount = month_of(cost.incurred_on), books.cost_reported(cost)
        sums.add("acquisition_cost", month, amount)
        sums.add("acquisition_cost", month, amount, channel=cost.channel)
    rows = [
        (month_of(cost.incurred_on), cost.channel, books.cost_reported(cost), 0)
        for cost in books.scoped("marketing")
    ]
    rows += [(month_of(day), channel, ZERO, 1) for day, channel in books.deliveries]
    for month, channel, amount, delivered in rows:
        sums.add("cost_per_qualified_lead", month, amount, delivered)
        sums.add("cost_per_qualified_lead", month, amount, delivered, channel=channel)
    return sums.numbers()


def marketing_numbers(books: Books, rows: list[Movement]) -> Numbers:
    """The share of MRR that marketing sourced, and the share that it influenced."""
    sums, first = Sums(), books.first_leads()
    for row in rows:
        lead = first.get(row.account)
        sourced = row.closing_reporting if lead and lead.origin == "marketing" else ZERO
        touched = row.closing_reporting if row.account in books.influenced else ZERO
        share = "marketing_{}_revenue_share"
        sums.add(share.format("sourced"), row.month, sourced, row.closing_reporting)
        sums.add(share.format("influenced"), row.month, touched, row.closing_reporting)
    return sums.numbers()


def margin_of_accounts(rows: Margins) -> dict[tuple[int, date], Decimal]:
    """The margin before acquisition by account and month."""
    return {key: exact(row.before_acquisition) for key, row in rows.items()}
