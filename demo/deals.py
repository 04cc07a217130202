"""What sales do with leads: touches, verdicts and deals."""

from __future__ import annotations

from demo.attributes import sign_contract
from demo.clock import DAY, HOUR, MINUTE
from demo.company import AS_OF, NEW_BUSINESS_PIPELINE, RENEWAL_PIPELINE, SALES
from demo.model import Account, Deal, Person
from demo.world import World, holder, later

LOST_REASONS = (("price", 35.0), ("competitor", 25.0), ("no_fit", 20.0), ("no_answer", 20.0))
RECYCLED_REASONS = (("not_now", 60.0), ("no_budget", 40.0))
CURRENCIES = {"United States": "USD", "Switzerland": "CHF"}
REJECTIONS = (("no_project", 40.0), ("not_reachable", 30.0), ("too_small", 20.0), ("student", 10.0))
OPEN_STAGES = {
    NEW_BUSINESS_PIPELINE: ("appointmentscheduled", "presentationscheduled", "contractsent"),
    RENEWAL_PIPELINE: ("renewal_prepared", "renewal_proposed"),
}
CLOSED_STAGES = {
    NEW_BUSINESS_PIPELINE: ("closedwon", "closedlost"),
    RENEWAL_PIPELINE: ("renewal_won", "renewal_lost"),
}


def pipeline_of(kind: str) -> str:
    """The pipeline in which deals of a kind are worked."""
    return RENEWAL_PIPELINE if kind == "renewal" else NEW_BUSINESS_PIPELINE


def currency_of(account: Account | None) -> str:
    """The currency in which an account pays."""
    return CURRENCIES.get(account.country, "EUR") if account else "EUR"


def work(world: World, person: Person, instant: int, touches: int, deal: Deal | None = None) -> int:
    """Sales touch a person some times after an instant. Returns the instant of the last one."""
    dice = world.dice
    contact = holder(person, instant)
    if contact is None:
        return instant
    owner = dice.pick(SALES).owner_id
    wait = dice.skewed(3.5, 1.0) * HOUR if dice.chance(0.9) else dice.between(20, 60) * HOUR
    at = world.in_office(instant + int(wait))
    for number in range(touches):
        kind = (
            "CALL"
            if number == 0
            else dice.weighted(
                [
                    ("CALL", 34.0),
                    ("EMAIL", 26.0),
                    ("MEETING", 12.0),
                    ("NOTE", 10.0),
                    ("TASK", 6.0),
                    ("INCOMING_EMAIL", 9.0),
                    ("COMMUNICATION", 3.0),
                ]
            )
        )
        world.engage(holder(person, at) or contact, person.account, kind, at, owner, deal)
        at = world.in_office(later(at, dice.skewed(2.0, 0.7)))
    return at


def judge(world: World, person: Person, instant: int, verdict: str) -> None:
    """A salesperson gives a verdict on a lead."""
    reason = world.dice.weighted(REJECTIONS) if verdict == "rejected" else ""
    owner = world.dice.pick(SALES).owner_id
    world.do(person, instant, f"lead_{verdict}", "feedback", detail=reason, owner=owner)


def open_deal(
    world: World,
    account: Account | None,
    person: Person | None,
    kind: str,
    instant: int,
    *,
    amount: int = 0,
    currency: str | None = None,
    system: str = "hubspot",
) -> Deal | None:
    """A new deal of an account, of a person, or of both; none if that is not before as_of."""
    subject = account or person
    if subject is None or instant >= AS_OF - MINUTE:
        return None
    number = world.number("deal")
    deal = Deal(
        deal_id=str(11_000_000_000 + number) if system == "hubspot" else f"OPP-{number}",
        kind=kind,
        created_at=world.stamp(subject, instant),
        amount=amount or round(world.dice.skewed(5200, 0.6)),
        currency=currency or currency_of(account),
        owner=world.dice.pick(SALES).owner_id,
        system=system,
        account=account,
    )
    deal.stages.append((deal.created_at, OPEN_STAGES[pipeline_of(kind)][0]))
    if person is not None and system != "hubspot":
        deal.people.append((person, None))
    elif person is not None:
        deal.people.append((person, holder(person, instant) or person.survivor))
    if person is not None:
        world.deals_of.setdefault(person, []).append(deal)
    if account is not None:
        account.deals.append(deal)
    world.deals.append(deal)
    return deal


def close_deal(
    world: World, deal: Deal, instant: int, outcome: str, reason: str | None = None
) -> bool:
    """Close a deal, by way of its pipeline's stages. False, and open, if not before as_of."""
    if instant >= AS_OF - MINUTE:
        return False
    advance(world, deal, instant)
    subject = deal.account or deal.people[0][0]
    won, lost = CLOSED_STAGES[pipeline_of(deal.kind)]
    deal.closed_at = world.stamp(subject, instant)
    deal.outcome = outcome
    if outcome in ("lost", "recycled"):
        choices = RECYCLED_REASONS if outcome == "recycled" else LOST_REASONS
        deal.reason = reason or world.dice.weighted(choices)
    deal.stages.append((deal.closed_at, won if outcome == "won" else lost))
    if outcome == "won" and deal.kind == "new_business" and deal.account is not None:
        sign_contract(world.facts, deal.account, deal.closed_at)
    return True


def advance(world: World, deal: Deal, until: int) -> None:
    """Move a deal through its pipeline's open stages before an instant."""
    last = deal.stages[-1][0]
    rest = OPEN_STAGES[pipeline_of(deal.kind)][1:]
    for number, stage in enumerate(rest, start=1):
        at = world.exact(last + (until - last) * number // (len(rest) + 1))
        if deal.stages[-1][0] + MINUTE < at < min(until - MINUTE, AS_OF - DAY):
            deal.stages.append((at, stage))


def negotiate(
    world: World, account: Account | None, person: Person | None, instant: int, won: float
) -> Deal | None:
    """A new-business deal from an instant on, won with a probability."""
    dice = world.dice
    deal = open_deal(world, account, person, "new_business", instant)
    if deal is None:
        return None
    outcome = "won" if dice.chance(won) else dice.weighted([("lost", 72.0), ("recycled", 28.0)])
    closes = world.in_office(later(deal.created_at, dice.skewed(32, 0.6)))
    if person is not None:
        work(world, person, deal.created_at, dice.whole(2, 5), deal)
    if not close_deal(world, deal, closes, outcome):
        advance(world, deal, closes)
    return deal
