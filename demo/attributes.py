"""What the company knows of people and companies, when it learnt it, and how it changed.

The dice are the world's own for this, so that a value more or less changes no life.
"""

from __future__ import annotations

from collections.abc import Sequence

from demo import names
from demo.clock import DAY, HOUR, MINUTE, SECOND
from demo.company import AS_OF
from demo.dice import Dice
from demo.model import Account, Change, Contact, FileContact, Note
from demo.recording import exported

TIERS = (("bronze", 45.0), ("silver", 35.0), ("gold", 20.0))
SHARE_RECORDED_LATE = 0.03


def present_value(changes: Sequence[Change], name: str, otherwise: str) -> str | None:
    """The value of a property after its last change, or what it always was."""
    own = [change for change in changes if change.name == name]
    return (max(own, key=lambda change: change.at).value or None) if own else otherwise


def describe_company(dice: Dice, account: Account) -> None:
    """What the CRM learns of a company: at its creation, from a provider of data, or never."""
    created_at, employees = account.created_at, account.employees
    known = dice.weighted([("at once", 45.0), ("blank", 10.0), ("enriched", 30.0), ("never", 15.0)])
    first = created_at
    if known == "blank":
        _change(dice, account.changes, created_at, "numberofemployees", "", "CRM_UI")
    if known in ("blank", "enriched"):
        first = _later(dice, created_at, 0.2, 25)
    if known != "never":
        _change(dice, account.changes, first, "numberofemployees", str(employees), "INTEGRATION")
        if dice.chance(0.15):
            grown = max(1, round(employees * dice.between(0.5, 2.5)))
            at = _later(dice, first, 40, 500)
            _change(dice, account.changes, at, "numberofemployees", str(grown), "INTEGRATION")
    if dice.chance(0.75):
        first = created_at if dice.chance(0.6) else _later(dice, created_at, 0.2, 25)
        spelt = f" {account.industry.upper()}" if dice.chance(0.1) else account.industry
        _change(dice, account.changes, first, "industry", spelt, "CRM_UI")
        if dice.chance(0.06):
            other = "" if dice.chance(0.3) else dice.pick(names.INDUSTRIES)
            _change(
                dice, account.changes, _later(dice, first, 30, 400), "industry", other, "CRM_UI"
            )


def describe_contact(dice: Dice, contact: Contact) -> None:
    """What a form says of a person, and what changes later. Some properties have no history."""
    if dice.chance(0.75):
        is_blank = dice.chance(0.1)
        first = "" if is_blank else contact.job
        _change(dice, contact.changes, contact.created_at, "jobtitle", first, contact.origin)
        if is_blank or dice.chance(0.1):
            at = _later(dice, contact.created_at, 1, 60 if is_blank else 500)
            job = contact.job if is_blank else dice.pick(names.JOBS)
            _change(dice, contact.changes, at, "jobtitle", job, "CRM_UI")
    if dice.chance(0.5):
        _change(
            dice, contact.changes, contact.created_at, "country", contact.country, contact.origin
        )
        if dice.chance(0.03):
            country = dice.weighted(names.COUNTRIES)
            at = _later(dice, contact.created_at, 30, 500)
            _change(dice, contact.changes, at, "country", country, "CRM_UI")


def sign_contract(dice: Dice, account: Account, won_at: int) -> None:
    """The tier of a contract, which nobody can know before the deal is won."""
    if account.company_id is not None:
        tier = dice.weighted(TIERS)
        _change(dice, account.changes, won_at + HOUR, "contract_tier", tier, "CRM_UI")


def note_contact(dice: Dice, record: FileContact, value_id: str) -> Note | None:
    """What somebody at a trade fair, or the subsidiary, noted of a person."""
    if not dice.chance(0.7):
        return None
    at = record.created_at if dice.chance(0.6) else _later(dice, record.created_at, 0.1, 9)
    by_address = record.email is not None and dice.chance(0.5)
    return _note(
        dice,
        value_id,
        "job_title",
        dice.pick(names.JOBS),
        at,
        contact_id=None if by_address else record.contact_id,
        email=record.email if by_address else None,
    )


def note_company(dice: Dice, account: Account, value_id: str) -> Note | None:
    """How many work in a company that the CRM does not know, as the subsidiary noted it."""
    if account.company_id is not None or not dice.chance(0.7):
        return None
    at = _later(dice, account.billing_created_at, 0.1, 90)
    employees = str(max(1, round(account.employees * dice.between(0.8, 1.6))))
    return _note(dice, value_id, "employees", employees, at, company_id=account.billing_id)


def _later(dice: Dice, instant: int, low: float, high: float) -> int:
    at = instant + int(dice.between(low, high) * DAY)
    return at - at % SECOND + dice.whole(1, SECOND - 1)


def _change(dice: Dice, changes: list[Change], at: int, name: str, value: str, source: str) -> None:
    late = dice.whole(6, 35) if dice.chance(SHARE_RECORDED_LATE) else 0
    if at < AS_OF - MINUTE:
        changes.append(Change(at, name, value, source, late))


def _note(
    dice: Dice,
    value_id: str,
    attribute: str,
    value: str,
    at: int,
    *,
    contact_id: str | None = None,
    email: str | None = None,
    company_id: str | None = None,
) -> Note | None:
    late = dice.whole(8, 35) if dice.chance(0.1) else 0
    if at >= AS_OF - MINUTE:
        return None
    return Note(value_id, attribute, value, at, exported(at, late), contact_id, email, company_id)
