"""Contracts, their pauses and their invoices, as the billing system exports them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from demo import clock
from demo.clock import HOUR, MINUTE, SECOND
from demo.company import AS_OF, LAST_DAY
from demo.dice import Dice
from demo.model import Account, Contract
from demo.recording import exported
from demo.writers.tables import Row, Tables

CENT = Decimal("0.01")
PERIOD_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def write_contract(tables: Tables, account: Account, contract: Contract) -> None:
    """A contract and its pauses; some were exported before their end was known."""
    values: Row = {
        "contract_id": contract.contract_id,
        "company_id": account.billing_id,
        "product": contract.product,
        "started_on": contract.started_on,
        "ended_on": contract.ended_on,
        "price": contract.price.quantize(CENT),
        "billing_period": contract.period,
        "billing_interval": contract.interval if contract.interval > 1 else None,
        "discount": contract.discount,
        "discount_until": contract.discount_until,
        "currency": contract.raw_currency or contract.currency,
        "previous_contract_id": contract.previous,
        "end_reason": contract.end_reason,
        "recorded_at": contract.recorded_at,
    }
    if contract.first_recorded_open and contract.ended_on is not None:
        earlier = {**values, "ended_on": None, "end_reason": None}
        tables.add_superseded("files.contracts", **earlier)
        values["recorded_at"] = exported(clock.at(contract.ended_on - 12))
    tables.add("files.contracts", **values)
    for pause in contract.pauses:
        known: Row = {
            "contract_id": contract.contract_id,
            "paused_on": pause.paused_on,
            "resumed_on": pause.resumed_on,
            "recorded_at": exported(clock.at(pause.resumed_on or pause.paused_on)),
        }
        if pause.resumed_on is not None:
            open_yet = {**known, "resumed_on": None}
            open_yet["recorded_at"] = exported(clock.at(pause.paused_on))
            if open_yet["recorded_at"] < known["recorded_at"]:
                tables.add_superseded("files.contract_pauses", **open_yet)
        tables.add("files.contract_pauses", **known)


@dataclass(frozen=True)
class Billing:
    """The invoices of a contract. What followed on them is drawn with `refunds`."""

    tables: Tables
    account: Account
    contract: Contract
    dice: Dice
    refunds: Dice

    def write(self) -> None:
        """Every invoice and credit note of the contract before as_of."""
        contract, dice = self.contract, self.dice
        day, number = contract.started_on, 0
        last = min(contract.ended_on or LAST_DAY + 1, LAST_DAY + 1)
        while day < last:
            number += 1
            price = contract.price_on(day).quantize(CENT)
            # Of several periods that are billed together, the first; nothing while it rests.
            is_due = (number - 1) % contract.interval == 0 and not contract.is_paused_on(day)
            if contract.period == "week":
                # Four weeks are billed at once.
                is_due = not contract.is_paused_on(day)
                price = (price * 4 / contract.interval).quantize(CENT)
            named = self._add(f"{number:03d}", "recurring", day, price, is_due)
            if dice.chance(0.01):
                names_it = is_due and self.refunds.chance(0.5)
                self._add(
                    f"{number:03d}R",
                    "refund",
                    min(day + 9, LAST_DAY),
                    -(price / 4).quantize(CENT),
                    refunds=named if names_it else None,
                )
            if contract.period == "week":
                day += 28
            else:
                day = clock.add_months(contract.started_on, number * PERIOD_MONTHS[contract.period])
        if dice.chance(0.12) and contract.started_on + 10 <= LAST_DAY:
            fee = Decimal(dice.whole(8, 60)) * 100
            named = self._add("900", "one_off", contract.started_on + 10, fee)
            self._refund_fee(named, contract.started_on + 10, fee)

    def _refund_fee(self, named: str, day: int, fee: Decimal) -> None:
        """Part of a fee is given back, in one or two credit notes, some of which do not name it."""
        if not self.refunds.chance(0.6):
            return
        for number in range(self.refunds.whole(1, 2)):
            day += self.refunds.whole(3, 50)
            if day <= LAST_DAY:
                part = -(fee * self.refunds.whole(5, 30) / 100).quantize(CENT)
                names_it = self.refunds.chance(0.75)
                self._add(f"900R{number}", "refund", day, part, refunds=named if names_it else None)

    def _add(
        self,
        number: str,
        kind: str,
        day: int,
        amount: Decimal,
        is_due: bool = True,
        *,
        refunds: str | None = None,
    ) -> str:
        """One invoice, drawn in any case and written if due. Returns its id."""
        dice = self.refunds if number.startswith("900R") else self.dice
        issued_at = clock.at(day, 8)
        paid_at = clock.at(day + dice.whole(2, 45), dice.between(8, 18))
        paid_at += dice.whole(1, SECOND - 1) - paid_at % SECOND
        is_paid = paid_at < AS_OF - MINUTE and kind != "refund" and dice.chance(0.985)
        values: Row = {
            "invoice_id": f"F{self.contract.contract_id[3:]}-{number}",
            "company_id": self.account.billing_id,
            "contract_id": self.contract.contract_id,
            "kind": kind,
            "issued_on": day,
            "paid_at": paid_at if is_paid else None,
            "amount": amount.quantize(CENT),
            "currency": self.contract.currency,
            "refunds_invoice_id": refunds,
            "recorded_at": exported(paid_at if is_paid else issued_at),
        }
        was_open = is_paid and dice.chance(0.08)
        if is_due and was_open:
            before = {"paid_at": None, "recorded_at": min(issued_at + HOUR, paid_at - SECOND)}
            self.tables.add_superseded("files.invoices", **{**values, **before})
        if is_due:
            self.tables.add("files.invoices", **values)
        return str(values["invoice_id"])
