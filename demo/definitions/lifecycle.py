"""Cycles and stays, of people and of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from demo.definitions.qualification import Occurrence, cycle_at
from demo.model import Account, Contact, Deal, Person
from demo.recording import contact_recorded_at

ORDER = {
    "known": 1,
    "qualified": 2,
    "opportunity": 3,
    "customer": 4,
    "loyal": 5,
    "ambassador": 6,
}
IMPUTED_WHEN_SKIPPED = ("known", "qualified", "opportunity")
TERMINAL = ("lost", "recycled", "churned", "erased")
REGRESSION = "regression"
# The tools that name a person by a contact of the CRM: itself, and the site by its user id.
BY_CONTACT = ("form", "crm", "web")

# Moves (instant and stage) through a contact that was merged away, whose native id it is.
Origins = Mapping[tuple[int, str], tuple[str, str]]


@dataclass(slots=True)
class Stay:
    """A stay in a stage; it is current while `exited_at` is empty.

    `original` is the native id of the merged-away contact through which it was entered, if so.
    """

    stage: str
    cycle_no: int
    entered_at: int
    exited_at: int | None
    entry_type: str
    exit_type: str | None
    is_imputed: bool
    original: tuple[str, str] | None = None


@dataclass(frozen=True)
class Cycles:
    """When a subject's cycles ended and how, and when it was a customer (from, to)."""

    ends: tuple[tuple[int, str], ...]
    customer: tuple[tuple[int, int | None], ...]

    @property
    def instants(self) -> list[int]:
        """The instants of the ends."""
        return [at for at, _ in self.ends]

    def is_customer(self, instant: int) -> bool:
        """Whether the subject is a customer at an instant."""
        return any(
            start <= instant and (end is None or instant < end) for start, end in self.customer
        )


def _closed_new_business(deals: Sequence[Deal]) -> list[tuple[int, str]]:
    return [
        (deal.closed_at, deal.outcome)
        for deal in deals
        if deal.counts and deal.kind == "new_business" and deal.closed_at is not None
    ]


def _is_open(deal: Deal, instant: int) -> bool:
    return deal.created_at <= instant and (deal.closed_at is None or instant < deal.closed_at)


def person_cycles(person: Person, deals: Sequence[Deal], churns: Sequence[int]) -> Cycles:
    """The cycles of a person with their own deals, whose account churns at `churns`."""
    events = _closed_new_business(deals) + [(at, "churned") for at in churns]
    if person.erased_at is not None:
        events.append((person.erased_at, "erased"))
    ends: list[tuple[int, str]] = []
    customer: list[tuple[int, int | None]] = []
    since: int | None = None
    for at, event in sorted(events):
        if event == "won":
            since = at if since is None else since
        elif event == "erased":
            ends.append((at, event))
        elif event == "churned" and since is not None:
            ends.append((at, event))
            customer.append((since, at))
            since = None
        elif event in ("lost", "recycled") and since is None:
            ends.append((at, event))
    if since is not None:
        customer.append((since, None))
    return Cycles(tuple(ends), tuple(customer))


def account_cycles(account: Account, churns: Sequence[int]) -> Cycles:
    """The cycles of an account that churns at `churns`."""
    new_business = [d for d in account.deals if d.counts and d.kind == "new_business"]
    events = _closed_new_business(new_business) + [(at, "churned") for at in churns]
    ends: list[tuple[int, str]] = []
    customer: list[tuple[int, int | None]] = []
    since: int | None = None
    for at, event in sorted(events):
        if event == "won":
            since = at if since is None else since
        elif event == "churned":
            if since is not None:
                ends.append((at, event))
                customer.append((since, at))
            since = None
        elif since is None and not any(_is_open(deal, at) for deal in new_business):
            ends.append((at, event))
    if since is not None:
        customer.append((since, None))
    return Cycles(tuple(ends), tuple(customer))


def _deal_moves(deals: Sequence[Deal], cycles: Cycles | None) -> list[tuple[int, str]]:
    """The stages to which deals lead; a later deal won counts only while a customer, if asked."""
    moves: list[tuple[int, str]] = []
    for deal in deals:
        if not deal.counts:
            continue
        closed = deal.closed_at
        if deal.kind == "new_business":
            moves.append((deal.created_at, "opportunity"))
            if deal.outcome == "won" and closed is not None:
                moves.append((closed, "customer"))
        elif (
            deal.outcome == "won"
            and closed is not None
            and (cycles is None or cycles.is_customer(closed))
        ):
            moves.append((closed, "loyal"))
    return moves


def person_stays(
    person: Person, deals: Sequence[Deal], cycles: Cycles, qualified: Sequence[Occurrence]
) -> list[Stay]:
    """The stays of a person, in time order."""
    moves = [(person.known_at, "known")]
    moves += [(occurrence.at, "qualified") for occurrence in qualified]
    moves += _deal_moves(deals, cycles)
    acts = person.account.acts if person.account else []
    moves += [
        (act.at, "ambassador")
        for act in acts
        if act.counts and act.person is person and cycles.is_customer(act.at)
    ]
    moves += [(deed.at, REGRESSION) for deed in person.deeds if deed.name == "lead_rejected"]
    return walk(moves, cycles, person_origins(person, deals, qualified))


def person_origins(
    person: Person, deals: Sequence[Deal], qualified: Iterable[Occurrence]
) -> dict[tuple[int, str], tuple[str, str]]:
    """The moves of a person that came through a contact which was merged into another."""
    through: list[tuple[int, str, Contact | None]] = []
    known_at = person.known_at
    through += [(known_at, "known", one) for one in person.contacts if one.created_at == known_at]
    signals = _signals_by_contact(person)
    through += [(one.at, "qualified", signals.get(one.at)) for one in qualified]
    for deal in deals:
        contact = min(
            (one for _, one in deal.people if one is not None),
            key=lambda one: one.contact_id,
            default=None,
        )
        through.append((deal.created_at, "opportunity", contact))
        if deal.closed_at is not None:
            through += [(deal.closed_at, stage, contact) for stage in ("customer", "loyal")]
    return {
        (at, stage): ("hubspot", str(contact.contact_id))
        for at, stage, contact in through
        if contact is not None and contact.merged_into is not None
    }


def _signals_by_contact(person: Person) -> dict[int, Contact]:
    """The merged-away contacts of a person by the instants at which they signalled something."""
    found: dict[int, Contact] = {}
    for contact in person.contacts:
        if contact.merged_into is not None:
            # The CRM's row says what it says from its sync on. It shows no deals once merged.
            found[contact_recorded_at(person, contact, ())] = contact
            found[contact.created_at] = contact
            found |= {change.at: contact for change in contact.changes}
            found |= {at: contact for at, _ in contact.former_emails}
    for deed in person.deeds:
        if deed.contact is not None and deed.via in BY_CONTACT:
            found[deed.at] = deed.contact
    return found


def account_stays(
    account: Account, cycles: Cycles, qualified: Sequence[Occurrence], known_at: int
) -> list[Stay]:
    """The stays of an account known since an instant, in time order."""
    moves = [(known_at, "known")]
    moves += [(occurrence.at, "qualified") for occurrence in qualified]
    moves += _deal_moves(account.deals, None)
    moves += [(act.at, "ambassador") for act in account.acts if act.counts]
    return walk(moves, cycles)


def walk(
    moves: Sequence[tuple[int, str]], cycles: Cycles, origins: Origins | None = None
) -> list[Stay]:
    """The stays to which moves and ends of cycles lead."""
    stays: list[Stay] = []
    furthest = 0
    for at, stage in sorted([*moves, *cycles.ends], key=_in_order):
        current = stays[-1] if stays else None
        original = (origins or {}).get((at, stage))
        if stage == REGRESSION:
            if current is not None and current.stage == "qualified":
                _leave(current, at, REGRESSION)
                stays.append(_stay("known", at, REGRESSION, cycles))
                furthest = ORDER["known"]
        elif stage in TERMINAL:
            if current is not None:
                _leave(current, at, "forward" if current.stage in TERMINAL else stage)
            stays.append(_stay(stage, at, "forward", cycles))
            furthest = 0
        elif ORDER[stage] > furthest:
            stays += _advance(current, at, stage, furthest, cycles, original)
            furthest = ORDER[stage]
    return stays


def _advance(
    current: Stay | None,
    at: int,
    stage: str,
    furthest: int,
    cycles: Cycles,
    original: tuple[str, str] | None,
) -> list[Stay]:
    """Leave the current stay for a further stage; the stages passed over come first."""
    entry_type = "first" if current is None else "forward" if original is None else "merge"
    if current is not None and current.stage in TERMINAL:
        entry_type, furthest = "re_entry", ORDER["known"]
    cycle_no = cycle_at(cycles.instants, at)
    stays = [
        Stay(skipped, cycle_no, at, at, "skip_imputed", "forward", True, original)
        for skipped in IMPUTED_WHEN_SKIPPED
        if furthest < ORDER[skipped] < ORDER[stage]
    ]
    if current is not None:
        _leave(current, at, "merged" if entry_type == "merge" else "forward")
    return [*stays, _stay(stage, at, entry_type, cycles, original)]


def _in_order(move: tuple[int, str]) -> tuple[int, int]:
    return (move[0], ORDER.get(move[1], 9))


def _stay(
    stage: str,
    at: int,
    entry_type: str,
    cycles: Cycles,
    original: tuple[str, str] | None = None,
) -> Stay:
    return Stay(stage, cycle_at(cycles.instants, at), at, None, entry_type, None, False, original)


def _leave(stay: Stay, at: int, exit_type: str) -> None:
    stay.exited_at, stay.exit_type = at, exit_type
