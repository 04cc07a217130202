"""Visits to the site, of people whom the CRM knows and of many more whom nobody knows.

A shard keeps its visits aside, month by month; `writers.ga4` turns them into one file a day.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from demo import clock
from demo.clock import DAY, HOUR, MINUTE, SECOND
from demo.company import AS_OF, BEGIN, FIRST_DAY, FORMS, LAST_DAY, PAGES
from demo.model import Contact
from demo.world import World

Numbers = npt.NDArray[np.int64]

SESSION_START, PAGE_VIEW, USER_ENGAGEMENT = 0, 1, 2
PATHS = tuple(path for path, _ in PAGES)
PRICING = len(PAGES)
ROWS_A_SESSION = 3.4
# Source, medium, campaign, and whether a click id of Google Ads comes with it.
ORIGINS = (
    ("(direct)", "(none)", None, False),
    ("google", "organic", None, False),
    ("google", "cpc", "facturation-electronique", True),
    ("facebook", "paid_social", "meta-dirigeants", False),
    ("linkedin.com", "social", None, False),
    ("newsletter", "email", "newsletter", False),
    ("comparatif-logiciels.example", "referral", None, False),
    # An assistant that names itself, and one that only the referrer tells.
    ("chatgpt.com", None, None, False),
    (None, None, None, False),
)
# Whom nobody knows comes from one of these.
COMMON_ORIGINS = 7
ORIGIN_OF_SOURCE = {
    "DIRECT_TRAFFIC": 0,
    "ORGANIC_SEARCH": 1,
    "PAID_SEARCH": 2,
    "PAID_SOCIAL": 3,
    "SOCIAL_MEDIA": 4,
    "EMAIL_MARKETING": 5,
    "REFERRALS": 6,
    "OFFLINE": 0,
}
_COLUMNS = (
    "at",
    "kind",
    "visitor",
    "user",
    "session",
    "number",
    "page",
    "origin",
    "first_touch",
    "first_origin",
    "engaged",
    "order",
)


class Visits:
    """The visits of a shard, as rows of numbers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rows: list[tuple[int, ...]] = []
        self._bulk: list[dict[str, Numbers]] = []
        self._visitors: dict[Contact, int] = {}
        self.told = 0

    def _visitor(self, contact: Contact) -> int:
        if contact not in self._visitors:
            self._visitors[contact] = len(self._visitors) + 1
        return self._visitors[contact] + self._world.shard * 10_000_000

    @staticmethod
    def _first_touch(contact: Contact) -> int:
        return contact.created_at - (contact.contact_id * 7919 % (20 * 24)) * HOUR - HOUR

    def remember(self) -> int:
        """The visits in which people did what the story tells. Returns how many activities."""
        pages = {name: PATHS.index(page) for name, (_, _, page) in FORMS.items() if page in PATHS}
        for person in self._world.people:
            for deed in person.deeds:
                contact = deed.contact
                if contact is None or deed.via not in ("form", "web"):
                    continue
                if deed.via == "web":
                    page = PATHS.index(deed.detail) if deed.detail else PRICING
                    self._add_session(contact, deed.at - SECOND, [(deed.at, page)])
                else:
                    page = pages.get(deed.name, 0)
                    start = max(deed.at - 4 * MINUTE, BEGIN)
                    self._add_session(contact, start, [(start + 1000, 1), (deed.at - 900, page)])
        self.told = len(self._rows)
        return self.told

    def _add_session(self, contact: Contact, start: int, pages: list[tuple[int, int]]) -> None:
        visitor, first = self._visitor(contact), self._first_touch(contact)
        origin = ORIGIN_OF_SOURCE[contact.source]
        known = [contact.contact_id if at >= contact.created_at else 0 for at, _ in pages]
        common = (first, origin, 1)
        self._rows.append(
            (
                start,
                SESSION_START,
                visitor,
                known[0] if start >= contact.created_at else 0,
                start // SECOND,
                1,
                pages[0][1],
                origin,
                *common,
                0,
            )
        )
        for order, ((at, page), user) in enumerate(zip(pages, known, strict=True), start=1):
            self._rows.append(
                (at, PAGE_VIEW, visitor, user, start // SECOND, 1, page, origin, *common, order)
            )

    def meet(
        self, at: int, pages: list[int], origin: int, visitor: int, contact: Contact | None = None
    ) -> None:
        """A visit of somebody by a way of its own; a visitor 0 let nobody recognise them."""
        session, engaged = (at // SECOND if visitor else 0), int(len(pages) > 2)
        known = self._visitor(contact) if contact is not None else visitor
        user = contact.contact_id if contact is not None else 0
        steps = [(PAGE_VIEW, page) for page in pages]
        if visitor:
            steps.insert(0, (SESSION_START, pages[0]))
        for order, (kind, page) in enumerate(steps):
            row = (at + order * 20 * SECOND, kind, known, user, session, 1, page, origin)
            self._rows.append((*row, at, origin, engaged, order))

    def wander(self, rng: np.random.Generator, budget: int) -> None:
        """Visits in which nothing happens that a rule looks at, about `budget` activities."""
        sessions = int(budget / ROWS_A_SESSION)
        known = int(sessions * 0.5)
        contacts = [
            (contact, min(person.erased_at or AS_OF, contact.merged_at or AS_OF))
            for person in self._world.people
            for contact in person.contacts
        ]
        if contacts and known > 0:
            self._wander_known(rng, contacts, known)
        if sessions - known > 0:
            self._wander_unknown(rng, sessions - known)

    def _wander_known(
        self, rng: np.random.Generator, contacts: list[tuple[Contact, int]], count: int
    ) -> None:
        pick = rng.integers(0, len(contacts), count)
        created = np.array([contact.created_at for contact, _ in contacts])[pick]
        first = np.array([self._first_touch(contact) for contact, _ in contacts])[pick]
        end = np.array([end for _, end in contacts], dtype=np.int64)[pick]
        ids = np.array([contact.contact_id for contact, _ in contacts])[pick]
        visitors = np.array([self._visitor(contact) for contact, _ in contacts])[pick]
        origins = np.array([ORIGIN_OF_SOURCE[c.source] for c, _ in contacts])[pick]
        # Interest fades: half of the visits fall into the first tenth of the time.
        share = np.where(rng.random(count) < 0.5, rng.random(count) * 0.1, rng.random(count))
        start = np.maximum(first, BEGIN) + ((end - first - HOUR) * share).astype(np.int64)
        again = np.where(rng.random(count) < 0.6, rng.choice([0, 1, 5], count), origins)
        self._expand(
            rng,
            start,
            np.minimum(end, AS_OF - MINUTE),
            visitors,
            ids,
            created,
            first,
            origins,
            again,
            0.0,
        )

    def _wander_unknown(self, rng: np.random.Generator, count: int) -> None:
        people = max(1, int(count * 0.7))
        pick = rng.integers(0, people, count)
        first = BEGIN + ((AS_OF - BEGIN - DAY) * rng.random(people)).astype(np.int64)
        origins = rng.integers(0, COMMON_ORIGINS, people)[pick]
        later = (rng.exponential(9, count) * DAY).astype(np.int64)
        _, firsts = np.unique(pick, return_index=True)
        later[firsts] = 0
        visitors = pick + 5_000_000 + self._world.shard * 10_000_000
        nobody = np.zeros(count, dtype=np.int64)
        self._expand(
            rng,
            first[pick] + later,
            np.full(count, AS_OF - MINUTE),
            visitors,
            nobody,
            nobody + AS_OF,
            first[pick],
            origins,
            origins,
            0.05,
        )

    def _expand(
        self,
        rng: np.random.Generator,
        start: Numbers,
        end: Numbers,
        visitors: Numbers,
        ids: Numbers,
        created: Numbers,
        first: Numbers,
        first_origins: Numbers,
        origins: Numbers,
        pricing_share: float,
    ) -> None:
        """Sessions of one to nine pages, each with its own start and, mostly, engagement."""
        # People visit by day: move the night's visits to the working hours.
        hours = (start % DAY) // HOUR
        start = start + np.where(hours < 6, 8 * HOUR, 0)
        start = start - start % SECOND + rng.integers(0, SECOND, len(start))
        pages = np.minimum(rng.geometric(0.42, len(start)), 9)
        engaged = ((pages > 1) | (rng.random(len(start)) < 0.3)).astype(np.int64)
        rows = pages + 1 + engaged
        at_session = np.repeat(np.arange(len(start)), rows)
        order = np.arange(len(at_session)) - np.repeat(np.cumsum(rows) - rows, rows)
        is_last = order == (rows - 1)[at_session]
        kind = np.where(order == 0, SESSION_START, PAGE_VIEW)
        kind = np.where(is_last & (engaged[at_session] == 1), USER_ENGAGEMENT, kind)
        gap = rng.integers(9 * SECOND, 90 * SECOND, len(order))
        at = start[at_session] + np.where(
            order > 0, (order - 1) * 95 * SECOND + gap % (80 * SECOND) + SECOND, 0
        )
        page = rng.integers(0, len(PATHS), len(order))
        page = np.where(rng.random(len(order)) < pricing_share, PRICING, page)
        keep = at < end[at_session]
        index = at_session[keep]
        user = np.where(at[keep] >= created[index], ids[index], 0)
        self._bulk.append(
            {
                "at": at[keep],
                "kind": kind[keep],
                "visitor": visitors[index],
                "user": user,
                "session": start[index] // SECOND,
                "number": np.ones(len(index), dtype=np.int64),
                "page": page[keep],
                "origin": origins[index],
                "first_touch": first[index],
                "first_origin": first_origins[index],
                "engaged": engaged[index],
                "order": order[keep],
            }
        )

    def activities(self) -> int:
        """How many sessions and page views there are."""
        bulk = sum(int((rows["kind"] != USER_ENGAGEMENT).sum()) for rows in self._bulk)
        return bulk + len(self._rows)

    def set_aside(self, path: Path) -> dict[str, int]:
        """Write the visits to a file, one row group a month. Returns the groups by month."""
        told = np.array(self._rows, dtype=np.int64).reshape(-1, len(_COLUMNS))
        pieces = [{name: told[:, place] for place, name in enumerate(_COLUMNS)}, *self._bulk]
        rows = {name: np.concatenate([piece[name] for piece in pieces]) for name in _COLUMNS}
        order = np.lexsort((rows["order"], rows["visitor"], rows["at"]))
        rows = {name: values[order] for name, values in rows.items()}
        path.parent.mkdir(parents=True, exist_ok=True)
        groups: dict[str, int] = {}
        schema = pa.schema([(name, pa.int64()) for name in _COLUMNS])
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for month, low, high in months():
                span = slice(*np.searchsorted(rows["at"], [low, high]))
                if span.stop > span.start:
                    groups[month] = len(groups)
                    table = pa.table({n: v[span] for n, v in rows.items()}, schema=schema)
                    writer.write_table(table, row_group_size=max(1, span.stop - span.start))
        return groups


def months() -> list[tuple[str, int, int]]:
    """Every month with the instants of its begin and end."""
    found, day = [], FIRST_DAY
    while day <= LAST_DAY:
        following = clock.add_months(day, 1)
        found.append((clock.month_of(day), clock.at(day), clock.at(following)))
        day = following
    return found
