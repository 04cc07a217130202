"""Histories of people as hypothesis draws them.

A history is written in small integers, which shrink well: how many days after the last event, at
which of three moments of the day, which of a few details. `landing.py` turns it into rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

# The last days lie after the instant looked from: what occurs then does not exist yet.
DAYS = 430
GAPS = (0, 1, 4, 12, 40, 100)
KINDS = (
    "form",
    "form",
    "sale",
    "sale",
    "sale",
    "deal",
    "deal",
    "hand_off",
    "verdict",
    "engagement",
    "contract",
    "manual_entry",
    "erasure",
    "invitation",
    "review",
    "review",
    "file_activity",
    "member",
    "unsubscription",
    "message",
    "crm_message",
    "page",
    "job_title",
    "address",
    "company_fact",
    "attribute",
)


@dataclass(frozen=True)
class Event:
    """Something that happens to a person: what, and how many days after the event before.

    The other numbers choose among moments of the day, details, lengths in time, and how late the
    row of it arrives. What is twofold happens once more at the same instant, otherwise.
    """

    kind: str
    gap: int
    moment: int
    detail: int
    length: int
    late: int
    is_twofold: bool


@dataclass(frozen=True)
class Merge:
    """A contact is merged into the contact of an earlier person, on a day of the calendar."""

    into: int
    day: int
    told_by: str


@dataclass(frozen=True)
class Person:
    """One person: the records that hold them, and what happens to them, in order."""

    records: str
    start: int
    company: int | None
    address: int
    source: int
    contact: str
    merge: Merge | None
    events: tuple[Event, ...]

    @property
    def is_in_crm(self) -> bool:
        """Whether the CRM has a contact of theirs."""
        return "crm" in self.records


@dataclass(frozen=True, repr=False)
class Histories:
    """The people of one company, by their place; nobody stands where there is none."""

    people: tuple[Person | None, ...]

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:  # noqa: ARG002
        # Hypothesis asks for this; the tests note the rows, which say more.
        printer.text(f"{len(list(self))} people")

    def __iter__(self) -> Iterator[tuple[int, Person]]:
        return ((i, person) for i, person in enumerate(self.people) if person)

    def merge_of(self, place: int) -> Merge | None:
        """The merge of a person's contact into another, where the CRM has both."""
        person = self.people[place]
        if not person or not person.merge or not person.is_in_crm:
            return None
        other = self.people[person.merge.into]
        return person.merge if other and other.is_in_crm else None

    def survivor(self, place: int) -> int:
        """The place of the person whose contact a contact's merges lead to, itself without one."""
        while merge := self.merge_of(place):
            place = merge.into
        return place

    def with_merges(self, days: int, told_by: str | None = None) -> Histories:
        """The same people, whose contacts were merged so many days later, or told otherwise."""
        people = []
        for person in self.people:
            merge = person.merge if person else None
            if person and merge:
                told = told_by or merge.told_by
                person = replace(person, merge=Merge(merge.into, merge.day + days, told))
            people.append(person)
        return Histories(tuple(people))


events = st.builds(
    Event,
    kind=st.sampled_from(KINDS),
    gap=st.sampled_from(GAPS),
    moment=st.integers(0, 2),
    detail=st.integers(0, 7),
    length=st.integers(0, 5),
    late=st.integers(0, 2),
    is_twofold=st.integers(0, 4).map(lambda number: number == 4),
)


def _events(most: int) -> st.SearchStrategy[tuple[Event | None, ...]]:
    """A tuple, not a list: of a list of any length hypothesis draws five on average."""
    return st.tuples(*[st.none() | events] * most)


@st.composite
def people(draw: st.DrawFn, place: int, most_events: int) -> Person | None:
    """Somebody, or sometimes nobody, whose contact may be merged into that of an earlier place."""
    if draw(st.integers(0, 9)) == 0:
        return None
    merge = None
    if place and draw(st.integers(0, 9)) > 5:
        merge = Merge(
            into=draw(st.integers(0, place - 1)),
            day=draw(st.integers(0, DAYS)),
            told_by=draw(st.sampled_from(("audit", "both", "ids"))),
        )
    return Person(
        records=draw(st.sampled_from(("crm", "crm", "crm", "crm and file", "file"))),
        # Few days, so that some people begin at the same instant.
        start=40 * draw(st.integers(0, 3)),
        company=draw(st.none() | st.integers(0, 5)),
        address=draw(st.integers(0, 5)),
        source=draw(st.integers(0, 4)),
        contact=draw(st.sampled_from(("kept", "kept", "deleted", "absent", "revised"))),
        merge=merge,
        events=tuple(event for event in draw(_events(most_events)) if event),
    )


def histories(places: int = 30, most_events: int = 12) -> st.SearchStrategy[Histories]:
    """A company of one person or more, with at most so many events each."""
    everyone = st.tuples(*(people(place, most_events) for place in range(places)))
    return everyone.map(Histories).filter(lambda drawn: any(drawn.people))
