"""Visits of a kind of their own: by way of an assistant, without consent, of another site."""

from __future__ import annotations

from demo.clock import DAY, HOUR, MINUTE, SECOND, instant_of
from demo.company import AS_OF
from demo.dice import Dice
from demo.mail_cases import requests
from demo.model import Person
from demo.web import ORIGINS, PATHS, Visits
from demo.world import World
from demo.writers.tables import Tables

PURPOSE = 22
NAMED, REFERRED = len(ORIGINS) - 2, len(ORIGINS) - 1
LETTER = PATHS.index("/newsletter")
STRANGERS = 8_000_000
SITE = "https://communaute.lumenia.example"
# Source, medium, campaign and referrer of visits to the community's site.
WAYS: tuple[tuple[str | None, str | None, str | None, str | None], ...] = (
    (None, None, None, "https://chatgpt.com/"),
    ("ChatGPT.com", "referral", None, None),
    ("google", "cpc", "facturation-electronique", "https://www.google.com/"),
    ("facebook", "paid_social", "meta-dirigeants", None),
    ("newsletter", "email", "newsletter", None),
    ("(direct)", None, None, "https://www.perplexity.ai/search"),
    # The ad platform's code is written with capitals.
    ("facebook", "paid_social", "meta-us", None),
    ("partenaire.example", None, None, "https://partenaire.example/"),
)


def tell_visits(world: World, visits: Visits, tables: Tables) -> None:
    """Tell them all."""
    dice = Dice(world.seed, world.shard, PURPOSE)
    _ask_assistants(world, visits, dice)
    _visit_at_the_edges(world, visits)
    _refuse_consent(world, visits, dice)
    _visit_community(world, tables, dice)
    _visit_oddly(world, tables)


def _ask_assistants(world: World, visits: Visits, dice: Dice) -> None:
    """Visits that began with a question to an assistant, before and since there is a rule."""
    stranger = world.shard * 10_000_000 + STRANGERS
    for number in range(10):
        begin = instant_of(2024, 11 if number < 3 else 12, 20)
        at = dice.whole(begin, begin + 40 * DAY if number < 3 else AS_OF - DAY)
        if number >= 3:
            at = max(at, instant_of(2025, 1, 1))
        pages = [dice.whole(0, LETTER) for _ in range(1 + number % 4)]
        visits.meet(at, pages, NAMED if number % 2 else REFERRED, stranger + number + 1)
        world.awkward["visits_by_assistants"] += 1
    # The year begins at midnight in Paris: one visit on each side of it.
    for number, at in enumerate((instant_of(2025, 1, 1) - SECOND, instant_of(2025, 1, 1))):
        visits.meet(at, [0], NAMED, stranger + 11 + number)
    for number, (_, contact, at) in enumerate(requests(world)[:6]):
        origin = NAMED if number % 2 else REFERRED
        visits.meet(at - 2 * DAY - number * HOUR, [1, 4, 2], origin, STRANGERS, contact)


def _visit_at_the_edges(world: World, visits: Visits) -> None:
    """Visits a month before a request to the microsecond, a moment earlier, and at the request."""
    for _, contact, at in [one for one in requests(world) if one[1].created_at < one[2] - 31 * DAY][
        :3
    ]:
        for before in (30 * DAY + 1, 30 * DAY, 0):
            visits.meet(at - before, [3], NAMED if before else REFERRED, STRANGERS, contact)
        world.awkward["visits_at_the_edges_of_a_window"] += 1


def _refuse_consent(world: World, visits: Visits, dice: Dice) -> None:
    """Pages seen by people whom the site may not recognise."""
    for number in range(8):
        at = dice.whole(instant_of(2023, 9, 1), AS_OF - DAY)
        visits.meet(at, [LETTER if number == 0 else dice.whole(0, LETTER)], 0, 0)
        world.awkward["visits_without_consent"] += 1


def _visit_community(world: World, tables: Tables, dice: Dice) -> None:
    """Visits to the site of the community: known and unknown, with and without ids."""
    known = [
        (person, at, _address(person)) for person, _, at in requests(world) if _address(person)
    ]
    for number, way in enumerate(WAYS * 2):
        at = dice.whole(instant_of(2023, 9, 1), AS_OF - DAY)
        visitor, email = f"browser-{world.shard}-{number}", None
        if known and number % 2 == 0:
            _, asked_at, email = known[number // 2 % len(known)]
            at = max(asked_at - (number + 1) * DAY, instant_of(2023, 7, 2))
        for page in range(1 + number % 3):
            _write(tables, world, f"{number}-{page}", visitor, f"s{number}", email, at, way)
            # Only the first page names the way, and the visitor is known from the second on.
            at, way = at + 40 * SECOND, (None, None, None, f"{SITE}/")
    for number, (visitor_id, session) in enumerate(
        ((None, "s91"), ("browser-lost", None), (None, None), (None, "s91"))
    ):
        at = instant_of(2024, 5, 14, 10) + number * MINUTE
        place = f"9{number}-0"
        _write(tables, world, place, visitor_id, session, None, at, WAYS[2], "/newsletter")


def _visit_oddly(world: World, tables: Tables) -> None:
    """A source that only the second page names, over the end of a month; and no page at all."""
    at = instant_of(2025, 2, 1) - 10 * SECOND
    for number, way in enumerate(((None, None, None, None), WAYS[1], WAYS[4])):
        _write(tables, world, f"80-{number}", "browser-odd", "s80", None, at, way)
        at += 40 * SECOND
    _write(tables, world, "81-2", "browser-odd", "s81", None, at + DAY, WAYS[6])


def _address(person: Person) -> str | None:
    return None if person.erased_at is not None else person.email


def _write(
    tables: Tables,
    world: World,
    number: str,
    visitor: str | None,
    session: str | None,
    email: str | None,
    at: int,
    way: tuple[str | None, str | None, str | None, str | None],
    page: str = "/questions/relances",
) -> None:
    source, medium, campaign, referrer = way
    tables.add(
        "files.web_events",
        event_id=f"WC-{world.shard}-{number}",
        visitor_id=visitor,
        session_id=session,
        email=email if number.endswith("-0") else None,
        event_name="link_clicked" if number.endswith("-2") else "page_view",
        page_url=SITE + page,
        referrer_url=referrer,
        utm_source=source,
        utm_medium=medium,
        utm_campaign=campaign,
        occurred_at=at,
        recorded_at=min((at // DAY + 1) * DAY, AS_OF - SECOND),
    )
