"""The numbers of the section Attribution: conversions, their touches, and who has the credit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.credits import Credit, Touch, share
from tests.oracle.media import Row
from tests.oracle.messages import Click
from tests.oracle.numbers import Key, Number
from tests.oracle.reading import (
    REPORTING,
    Instant,
    Landing,
    Native,
    People,
    Rates,
    Tally,
    month_of_instant,
    seed,
)
from tests.oracle.site import Session, owner, owners

ATTRIBUTION = ("attributed_conversions", "attributed_value")
Codes = tuple[str, str, str]
Campaign = tuple[str, str]
NO_CAMPAIGN: Campaign = ("", "")
LEAD, SALE = "qualified_lead", "first_sale"
CENT = "0.01"


@dataclass(frozen=True)
class Deal:
    """A new-business deal that was won."""

    system: str
    deal_id: str
    person: int | None
    account: int | None
    closed_at: Instant
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Conversion:
    """Something that touches led to, of a person or of an account."""

    kind: str
    person: int | None
    account: int | None
    at: Instant
    people: tuple[int, ...]
    first_lead_at: Instant | None
    value: Decimal | None = None


@dataclass(frozen=True)
class Model:
    """A way to share the credit."""

    name: str
    half_life: timedelta | None


def windows() -> dict[str, timedelta]:
    """How long before a conversion a touch may be, by kind of conversion."""
    return {
        row["conversion"]: timedelta(days=int(row["window_days"]))
        for row in seed("attribution_windows")
    }


def models() -> list[Model]:
    """The models of the configuration."""
    return [
        Model(row["model"], timedelta(days=int(days)) if (days := row["half_life_days"]) else None)
        for row in seed("attribution_models")
    ]


# ---------- what landed


def deals_won(
    landing: Landing,
    people: People,
    accounts: People,
    account_of: Mapping[int, int | None],
    as_of: Instant,
) -> list[Deal]:
    """The new-business deals that were won; `account_of` tells the account of a person."""
    found = [*_of_hubspot(landing, people, accounts), *_of_files(landing, people, accounts)]
    return [
        Deal(
            system=deal.system,
            deal_id=deal.deal_id,
            person=deal.person,
            account=deal.account or (account_of.get(deal.person) if deal.person else None),
            closed_at=deal.closed_at,
            amount=deal.amount,
            currency=deal.currency,
        )
        for deal in found
        if deal.closed_at < as_of
    ]


def _of_hubspot(landing: Landing, people: People, accounts: People) -> Iterable[Deal]:
    won = set(landing.rows("hubspot/deal_pipeline_stage", "pipeline_id, stage_id", "closed_won"))
    into = dict(landing.rows("hubspot/merged_deal", "merged_deal_id, deal_id"))

    def surviving(deal: int) -> int:
        while deal in into:
            deal = into[deal]
        return deal

    contacts: dict[int, list[int]] = defaultdict(list)
    companies: dict[int, list[int]] = defaultdict(list)
    for linked, table in ((contacts, "contact"), (companies, "company")):
        for deal, number in landing.rows(f"hubspot/deal_{table}", f"deal_id, {table}_id"):
            linked[surviving(deal)].append(number)
    entered: dict[tuple[int, str], Instant] = {}
    for deal, stage, at in landing.rows("hubspot/deal_stage", "deal_id, value, date_entered"):
        entered[deal, stage] = max(at, entered.get((deal, stage), at))
    for deal, pipeline, stage, closed_at, kind, amount, currency in landing.rows(
        "hubspot/deal",
        """
        deal_id, deal_pipeline_id, deal_pipeline_stage_id, property_closedate, property_dealtype,
        property_amount::decimal(18, 2), upper(property_deal_currency_code)
        """,
        "not is_deleted and not _fivetran_deleted",
    ):
        if (pipeline, stage) not in won or kind not in (None, "newbusiness") or deal in into:
            continue
        contact = str(min(contacts[deal])) if contacts[deal] else ""
        company = str(min(companies[deal])) if companies[deal] else ""
        yield Deal(
            system="hubspot",
            deal_id=str(deal),
            person=people.get(("hubspot", contact)),
            account=accounts.get(("hubspot", company)),
            closed_at=entered.get((deal, stage), closed_at),
            amount=amount or Decimal(0),
            currency=currency or REPORTING,
        )


def _of_files(landing: Landing, people: People, accounts: People) -> Iterable[Deal]:
    for deal, contact, company, closed_at, amount, currency in landing.rows(
        "files/deals",
        "deal_id, contact_id, company_id, closed_at::timestamp, amount, upper(currency)",
        "kind = 'new_business' and outcome = 'won' and not is_deleted",
    ):
        yield Deal(
            system="files",
            deal_id=deal,
            person=people.get(("files", contact)),
            account=accounts.get(("files", company)),
            closed_at=closed_at,
            amount=amount or Decimal(0),
            currency=currency or REPORTING,
        )


def campaign_codes(landing: Landing) -> dict[Codes, Campaign]:
    """The ad platform's campaign, of platform and id, to which each code leads."""
    found: dict[Codes, Campaign] = {}
    for platform, campaign, *codes in landing.rows(
        "files/campaign_codes", "platform, campaign_id, utm_source, utm_medium, utm_campaign"
    ):
        one = (str(platform), str(campaign))
        key = _codes(*codes)
        found[key] = min(one, found.get(key, one))
    return found


def _codes(source: str | None, medium: str | None, campaign: str | None) -> Codes:
    words = [(word or "").strip().lower() for word in (source, medium, campaign)]
    return (words[0], words[1], words[2])


# ---------- what it means


def conversions(
    leads: Mapping[int, Sequence[Instant]],
    deals: Iterable[Deal],
    account_of: Mapping[int, int | None],
    rates: Rates,
) -> list[Conversion]:
    """Each qualified lead, and the first sale to each account or to a person without one."""
    members: dict[int, list[int]] = defaultdict(list)
    for person, account in account_of.items():
        if account is not None:
            members[account].append(person)
    found = [
        Conversion(LEAD, person, None, at, (person,), min(instants))
        for person, instants in leads.items()
        for at in instants
    ]
    buyers: set[tuple[str, int]] = set()
    for deal in sorted(deals, key=lambda deal: (deal.closed_at, deal.system, deal.deal_id)):
        buyer = ("account", deal.account) if deal.account else ("person", deal.person)
        if buyer[1] is None or (buyer[0], buyer[1]) in buyers:
            continue
        buyers.add((buyer[0], buyer[1]))
        is_account = deal.account is not None
        people = tuple(members[deal.account]) if deal.account else (deal.person or 0,)
        month = month_of_instant(deal.closed_at)
        found.append(
            Conversion(
                kind=SALE,
                person=None if is_account else deal.person,
                account=deal.account,
                at=deal.closed_at,
                people=people,
                first_lead_at=min(
                    (at for one in people for at in leads.get(one, ())), default=None
                ),
                value=rates.convert(deal.amount, deal.currency, month, CENT),
            )
        )
    return found


class Touches:
    """What touched whom, in order."""

    def __init__(
        self,
        sessions: Iterable[Session],
        clicks: Iterable[Click],
        people: People,
        codes: Mapping[Codes, Campaign],
    ) -> None:
        self._of: dict[int, list[Touch]] = defaultdict(list)
        visits = list(sessions)
        known = owners(visits, people)
        for session in visits:
            person, first = owner(session, people, known), session.first
            if person is not None:
                number = f"{first.visitor or ''}|{first.session}"
                campaign = codes.get(_codes(*session.origin), NO_CAMPAIGN)
                at, channel = session.started_at, session.channel
                self._of[person].append(Touch(at, first.system, number, channel, campaign))
        for click in clicks:
            if click.native in people:
                touch = Touch(click.at, click.tool, click.click_id, "email")
                self._of[people[click.native]].append(touch)
        for touches in self._of.values():
            touches.sort()

    def before(self, conversion: Conversion) -> list[Touch]:
        """The touches of a conversion, both ends of its window included."""
        begin = conversion.at - windows()[conversion.kind]
        found: list[Touch] = []
        for person in conversion.people:
            touches = self._of.get(person, [])
            low = bisect_left(touches, begin, key=lambda touch: touch.at)
            found += touches[low : bisect_right(touches, conversion.at, key=lambda one: one.at)]
        return sorted(found)


def credits_of(conversion: Conversion, touches: Sequence[Touch]) -> list[tuple[str, Credit]]:
    """Model and credit of every share of a conversion."""
    return [
        (model.name, credit)
        for model in models()
        for credit in share(
            model.name,
            touches,
            conversion.at,
            half_life=model.half_life,
            first_lead_at=conversion.first_lead_at,
            value=conversion.value,
        )
    ]


def attribution_numbers(found: Iterable[Conversion], touches: Touches) -> dict[Key, Number]:
    """Conversions and their values, by conversion, model and channel."""
    tally = Tally()
    for conversion in found:
        month = month_of_instant(conversion.at)
        for model, credit in credits_of(conversion, touches.before(conversion)):
            segments = [(f"{conversion.kind}:{model}", credit.channel)]
            tally.add("attributed_conversions", month, segments, credit.credit)
            if credit.value is not None:
                tally.add("attributed_value", month, segments, credit.value)
    return tally.numbers()


Monthly = tuple[date, str, str, str, Campaign]


@dataclass
class Line:
    """What a model credits a campaign with in a month, beside what it cost."""

    credits: Decimal = Decimal(0)
    value: Decimal = Decimal(0)
    spend: Decimal | None = None


def monthly(
    found: Iterable[Conversion], touches: Touches, rows: Iterable[Row]
) -> dict[Monthly, Line]:
    """Credits, values and spend by month, conversion, model, channel and campaign."""
    lines: dict[Monthly, Line] = defaultdict(Line)
    for conversion in found:
        month = month_of_instant(conversion.at)
        for model, credit in credits_of(conversion, touches.before(conversion)):
            line = lines[month, conversion.kind, model, credit.channel, credit.campaign]
            line.credits += credit.credit
            line.value += credit.value or 0
    for row in rows:
        if row.spend_reporting is None or row.campaign is None:
            continue
        for kind in windows():
            for one in models():
                campaign = (row.platform, row.campaign)
                line = lines[row.month, kind, one.name, row.channel, campaign]
                line.spend = (line.spend or Decimal(0)) + row.spend_reporting
    return dict(lines)


def by_person(
    rows: Iterable[tuple[str, str, Instant]], people: Mapping[Native, int], as_of: Instant
) -> dict[int, list[Instant]]:
    """The instants of each person, of rows of system, native id and instant."""
    found: dict[int, list[Instant]] = defaultdict(list)
    for system, native, at in rows:
        if at < as_of:
            found[people[system, native]].append(at)
    return {person: sorted(instants) for person, instants in found.items()}
