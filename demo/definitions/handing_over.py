"""Each hand-off of a person as the promise and the policies of the answer see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from demo.definitions import response, segment
from demo.definitions.agreement import Agreement
from demo.definitions.business_time import calendars
from demo.definitions.promise import Delivery
from demo.definitions.qualification import HandOff, Occurrence, cycle_at
from demo.definitions.response import Lead, Response
from demo.model import Engagement, Person

VERDICTS = ("lead_accepted", "lead_rejected")


@dataclass(frozen=True)
class Passed:
    """A person who was handed to sales, and what came of it."""

    native_id: tuple[str, str]
    lead: Lead
    response: Response
    delivery: Delivery


def passed(
    person: Person,
    hand_offs: Sequence[HandOff],
    ends: Sequence[int],
    qualified: Sequence[Occurrence],
    engagements: Sequence[Engagement],
    agreement: Agreement,
) -> Iterator[Passed]:
    """What came of the hand-offs of a person, whose cycles end at `ends`."""
    touched = response.touches(person, engagements) if hand_offs else []
    for hand_off in hand_offs:
        cycle_no = hand_off.cycle_no
        of_cycle = [one for one in qualified if one.cycle_no == cycle_no and hand_off.conforms]
        conforming = of_cycle[0] if of_cycle else None
        lead = Lead(
            at=hand_off.at,
            cycle_no=cycle_no,
            qualified_at=conforming.at if conforming is not None else None,
            source_channel=segment.source_channel(person),
            qualification_path=conforming.path if conforming is not None else None,
            country=segment.country(person),
        )
        touched_at = response.first_touch(lead, touched, ends)
        delivery = Delivery(
            at=hand_off.at,
            source_channel=lead.source_channel,
            conforms=hand_off.conforms,
            counts=hand_off.counts,
            rejected_at=_rejected_at(person, cycle_no, ends),
            touched_at=touched_at,
            ended_at=ends[cycle_no - 1] if cycle_no <= len(ends) else None,
        )
        answer = response.respond(lead, touched_at, agreement, calendars())
        yield Passed(person.native_id, lead, answer, delivery)


def _rejected_at(person: Person, cycle_no: int, ends: Sequence[int]) -> int | None:
    """When the first verdict of a cycle was given, if it was a rejection."""
    verdicts = sorted(
        (deed.at, deed.name)
        for deed in person.deeds
        if deed.name in VERDICTS and cycle_at(ends, deed.at) == cycle_no
    )
    return verdicts[0][0] if verdicts and verdicts[0][1] == "lead_rejected" else None
