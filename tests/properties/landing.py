"""The rows that connectors and exports would land of some histories: the same for the same ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tests.properties.histories import Event, Histories, Person
from tests.properties.warehouse import Rows

# Two months before the agreement's second version.
FIRST_DAY = datetime(2025, 5, 5, tzinfo=UTC)
# The second is the next day in the business time zone.
MOMENTS = (timedelta(hours=9), timedelta(hours=23, minutes=30), timedelta(hours=9, seconds=1))
LATE_DAYS = (0, 1, 25)
LENGTHS = (0, 0, 3, 20, 90, 200)

FORMS = (
    "Demo request",
    "White paper",
    "Contact",
    "Landing page",
    "Webinar registration",
    "Newsletter",
    "Something else",
)
SOURCES = ("", "ORGANIC_SEARCH", "PAID_SEARCH", "OFFLINE", "UNHEARD_OF")
COUNTRIES = ("France", "Switzerland", "", "Spain")
JOB_TITLES = ("Director", "Buyer", "", "Sales director")
INDUSTRIES = ("construction", "wholesale", "software")
RELATIONS = ("prospect", "customer", "", "competitor")
ENGAGEMENTS = ("call", "meeting", "email", "incoming", "communication", "note", "task")
PAGES = ("tarifs", "tarifs", "newsletter", "newsletter/merci", "blog")
REVIEWS = ("review", "review", "testimonial", "case_study", "reference_call")
FILE_ACTIVITIES = ("pricing_page_viewed", "call_made", "white_paper_downloaded", "handed_off")
# Type of the deal, stage and reason.
SALES = (
    ("newbusiness", "won", ""),
    ("newbusiness", "lost", "price"),
    ("newbusiness", "lost", "not_now"),
    ("newbusiness", "open", ""),
    ("", "lost", "no_budget"),
    ("renewal", "won", ""),
    ("existingbusiness", "won", ""),
    ("newbusiness", "won", ""),
)


def instant(day: int, moment: timedelta = MOMENTS[0]) -> datetime:
    """A moment of a day, counted from the first one."""
    return FIRST_DAY + timedelta(days=day) + moment


def as_text(at: datetime) -> str:
    """An instant as connectors write it: UTC without a zone."""
    return at.strftime("%Y-%m-%d %H:%M:%S")


def with_zone(at: datetime) -> str:
    """An instant as the company's own files are asked to write it."""
    return f"{as_text(at)}+00:00"


def contact_id(place: int) -> str:
    """The id of a person's contact, which is no order of places: survivors have any id."""
    return str(1000 + place * 37 % 101)


@dataclass
class Landing:
    """Collects the rows of one company."""

    histories: Histories
    rows: Rows = field(default_factory=dict)

    def add(self, table: str, **columns: object) -> None:
        """One row; an absent value is an empty text."""
        row = {name: "" if value is None else str(value) for name, value in columns.items()}
        self.rows.setdefault(table, []).append(row)

    def email(self, place: int) -> str:
        """The address of a person: mostly their own, sometimes one that others hold too."""
        person = self.histories.people[place]
        company = person.company if person else None
        if person and person.address == 1:
            return f"P{place // 2 * 2}@company{place // 2 * 2 % 8}.example"
        if person and person.address == 2:
            return f"p{place}@gmail.com"
        return f"p{place}@company{company if company is not None else place % 8}.example"


@dataclass(frozen=True)
class Happening:
    """One event of one person, with its instant and the time at which its row was synchronised."""

    landing: Landing
    place: int
    person: Person
    event: Event
    number: int
    at: datetime

    @property
    def key(self) -> str:
        """An id that no other event has, and that stays when others are left out."""
        return str(100 * (self.place + 1) + self.number)

    @property
    def contact(self) -> str:
        """The id of the person's contact in the CRM."""
        return contact_id(self.place)

    @property
    def email(self) -> str:
        """The person's address."""
        return self.landing.email(self.place)

    @property
    def ended(self) -> datetime:
        """When what lasts ends."""
        return self.at + timedelta(days=LENGTHS[self.event.length])

    @property
    def synced(self) -> str:
        """When a connector read the row."""
        return as_text(self.at + timedelta(days=LATE_DAYS[self.event.late], hours=1))

    @property
    def who(self) -> dict[str, str]:
        """The person as a file of the company names them: by id or by address."""
        if "file" in self.person.records and self.event.late == 0:
            return {"contact_id": f"f{self.place}"}
        return {"email": self.email}

    @property
    def billed(self) -> str:
        """The id of the person's company in the billing system, of their own without one."""
        company = self.person.company
        return f"own{self.place}" if company is None else f"c{company}"

    def pick(self, choices: tuple[str, ...]) -> str:
        """One of some texts, as the event's detail says."""
        return choices[self.event.detail % len(choices)]

    def add(self, table: str, **columns: object) -> None:
        """One row."""
        self.landing.add(table, **columns)

    def history(self, name: str, value: str, **columns: str) -> None:
        """A property of the contact takes a value."""
        self.add(
            "hubspot.contact_property_history",
            contact_id=self.contact,
            name=name,
            timestamp=as_text(self.at),
            _fivetran_synced=self.synced,
            value=value,
            **columns,
        )


def form(it: Happening) -> None:
    number = it.event.detail % len(FORMS)
    it.add(
        "hubspot.contact_form_submission",
        conversion_id=f"s{it.key}",
        _fivetran_synced=it.synced,
        timestamp=as_text(it.at),
        form_id=f"form{number}",
        contact_id=it.contact,
    )


def deal(it: Happening) -> None:
    kind, stage, reason = SALES[it.event.detail]
    it.add(
        "hubspot.deal",
        deal_id=it.key,
        _fivetran_synced=it.synced,
        deal_pipeline_id="sales",
        deal_pipeline_stage_id=stage,
        property_amount="1200.50",
        property_createdate=None if it.event.late == 2 else as_text(it.at),
        property_closedate=None if stage == "open" else as_text(it.ended),
        property_dealtype=kind,
        property_closed_lost_reason=reason,
    )
    it.add(
        "hubspot.deal_contact",
        deal_id=it.key,
        contact_id=it.contact,
        type_id=3,
        category="HUBSPOT_DEFINED",
        _fivetran_synced=it.synced,
    )
    if stage != "open" and it.event.moment:
        it.add(
            "hubspot.deal_stage",
            deal_id=it.key,
            date_entered=as_text(it.ended),
            value=stage,
            _fivetran_active="true",
            _fivetran_synced=it.synced,
        )
    if it.person.company is not None and it.event.moment == 1:
        it.add(
            "hubspot.deal_company",
            deal_id=it.key,
            company_id=500 + it.person.company,
            type_id=5,
            category="HUBSPOT_DEFINED",
            _fivetran_synced=it.synced,
        )


def hand_off(it: Happening) -> None:
    it.history("hubspot_owner_id", it.pick(("71", "72", "71", "")))


def verdict(it: Happening) -> None:
    accepted = it.event.detail % 2 == 0
    it.add(
        "files.sales_feedback",
        feedback_id=f"v{it.key}",
        verdict="accepted" if accepted else "rejected",
        reason=None if accepted else "no_project",
        given_at=with_zone(it.at),
        recorded_at=f"{it.synced}+00:00",
        **it.who,
    )


def engagement(it: Happening) -> None:
    kind = it.pick(ENGAGEMENTS)
    table = "email" if kind == "incoming" else kind
    declared = "INCOMING_EMAIL" if kind == "incoming" else kind.upper()
    it.add("hubspot.engagement", id=it.key, _fivetran_synced=it.synced, type=declared)
    it.add(
        f"hubspot.engagement_{table}",
        engagement_id=it.key,
        _fivetran_deleted="true" if it.event.length == 5 else "false",
        _fivetran_synced=it.synced,
        type=declared,
        property_hs_timestamp=as_text(it.at),
        property_hubspot_owner_id=71,
    )
    it.add(
        "hubspot.engagement_contact",
        engagement_id=it.key,
        contact_id=it.contact,
        _fivetran_synced=it.synced,
    )


def sale(it: Happening) -> None:
    """A deal, often after a click in an e-mail, and the contract that it was about."""
    if it.event.late:
        crm_message(replace(it, event=replace(it.event, detail=1), at=it.at - timedelta(minutes=1)))
    sold = (0, 0, 0, 0, 0, 1, 1, 2)[it.event.detail]
    deal(replace(it, event=replace(it.event, detail=sold)))
    if sold == 0:
        lasts = replace(it.event, length=it.event.detail % 6)
        contract(replace(it, event=lasts, at=it.ended))


def contract(it: Happening) -> None:
    length = LENGTHS[it.event.length]
    it.add(
        "files.contracts",
        contract_id=f"k{it.key}",
        company_id=it.billed,
        product="base",
        started_on=it.at.date(),
        ended_on=it.ended.date() if length else None,
        price="100.00",
        billing_period=it.pick(("month", "year", "week")),
        currency="EUR",
        recorded_at=f"{it.synced}+00:00",
    )


def manual_entry(it: Happening) -> None:
    it.history("hs_analytics_source", "OFFLINE", source="CRM_UI", source_id=f"fair {it.event.late}")


def erasure(it: Happening) -> None:
    if it.event.detail < 3:
        it.add(
            "files.erasure_requests",
            request_id=f"e{it.key}",
            requested_at=with_zone(it.at),
            **it.who,
        )


def invitation(it: Happening) -> None:
    invited = (it.place + it.event.detail) % len(it.landing.histories.people)
    stranger = it.event.detail > 4
    it.add(
        "files.referral_invitations",
        invitation_id=f"i{it.key}",
        company_id=it.billed if it.event.moment else None,
        invitee_email=f"stranger{it.event.late}@z.example"
        if stranger
        else it.landing.email(invited),
        sent_at=with_zone(it.at),
        accepted_at=with_zone(it.ended) if it.event.length else None,
        recorded_at=f"{it.synced}+00:00",
        **it.who,
    )


def review(it: Happening) -> None:
    it.add(
        "files.reviews",
        review_id=f"r{it.key}",
        kind=it.pick(REVIEWS),
        platform="g2",
        company_id=it.billed if it.event.moment else None,
        rating=it.event.detail % 5 + 1,
        asked_at=with_zone(it.at),
        published_at=with_zone(it.ended),
        recorded_at=f"{it.synced}+00:00",
        **it.who,
    )


def file_activity(it: Happening) -> None:
    it.add(
        "files.activities",
        activity_id=f"a{it.key}",
        activity=it.pick(FILE_ACTIVITIES),
        occurred_at=with_zone(it.at),
        detail=f"list {it.event.detail}",
        is_automatic="true" if it.event.length == 5 else "false",
        recorded_at=f"{it.synced}+00:00",
        **it.who,
    )


def member(it: Happening) -> None:
    it.add(
        "mailchimp.member",
        id=f"m{it.place}",
        list_id=it.pick(("news", "offers")),
        _fivetran_synced=it.synced,
        email_address=it.email,
        status=it.pick(
            ("subscribed", "subscribed", "unsubscribed", "cleaned", "archived", "pending")
        ),
        timestamp_signup=as_text(it.at),
        timestamp_opt=as_text(it.at),
        last_changed=as_text(it.ended),
    )


def unsubscription(it: Happening) -> None:
    it.add(
        "mailchimp.unsubscribe",
        campaign_id=it.pick(("june", "july")),
        member_id=f"m{it.place}",
        _fivetran_synced=it.synced,
        list_id="news",
        timestamp=as_text(it.at),
    )


def message(it: Happening) -> None:
    it.add(
        "mailchimp.campaign_recipient_activity",
        action=it.pick(("click", "open")),
        campaign_id=it.pick(("june", "july")),
        member_id=f"m{it.place}",
        timestamp=as_text(it.at),
        _fivetran_synced=it.synced,
        list_id="news",
        url="https://lumenia.example/",
    )


def crm_message(it: Happening) -> None:
    kind = it.pick(("FORWARD", "CLICK", "STATUSCHANGE", "OPEN"))
    it.add(
        "hubspot.email_event",
        id=f"h{it.key}",
        created=as_text(it.at),
        _fivetran_synced=it.synced,
        email_campaign_id=7,
        recipient=it.email,
        type=kind,
    )
    if kind in ("FORWARD", "CLICK"):
        it.add(f"hubspot.email_event_{kind.lower()}", id=f"h{it.key}", _fivetran_synced=it.synced)
    if kind == "STATUSCHANGE":
        it.add(
            "hubspot.email_event_status_change",
            id=f"h{it.key}",
            _fivetran_synced=it.synced,
            portal_subscription_status="UNSUBSCRIBED",
        )


def page(it: Happening) -> None:
    it.add(
        "files.web_events",
        event_id=f"w{it.key}",
        visitor_id=f"visitor{it.place}",
        session_id=f"session{it.key}",
        event_name="page_view",
        page_url=f"https://www.lumenia.example/{it.pick(PAGES)}",
        occurred_at=with_zone(it.at),
        recorded_at=f"{it.synced}+00:00",
        **it.who,
    )


def job_title(it: Happening) -> None:
    it.history("jobtitle" if it.event.moment else "country", it.pick(JOB_TITLES + COUNTRIES))


def address(it: Happening) -> None:
    other = it.event.detail * 4 % len(it.landing.histories.people)
    it.history(
        "email", it.landing.email(other) if it.event.detail > 3 else f"old{it.place}@gmail.com"
    )


def attribute(it: Happening) -> None:
    is_of_company = it.event.detail > 3
    named = {"company_id": it.billed} if is_of_company else it.who
    it.add(
        "files.attribute_values",
        value_id=f"t{it.key}",
        attribute="employees" if is_of_company else "job_title",
        value=it.pick(("Director", "Buyer", "", "Sales director", "20", "60", "300", "")),
        changed_at=with_zone(it.at),
        recorded_at=f"{it.synced}+00:00",
        **named,
    )


def company_fact(it: Happening) -> None:
    if it.person.company is None:
        return
    is_size = it.event.detail % 2 == 0
    it.add(
        "hubspot.company_property_history",
        company_id=500 + it.person.company,
        name="numberofemployees" if is_size else "industry",
        timestamp=as_text(it.at),
        _fivetran_synced=it.synced,
        value=it.pick(("20", "construction", "60", "software", "300", "")),
    )


WRITERS: dict[str, Callable[[Happening], None]] = {
    "form": form,
    "deal": deal,
    "sale": sale,
    "hand_off": hand_off,
    "verdict": verdict,
    "engagement": engagement,
    "contract": contract,
    "manual_entry": manual_entry,
    "erasure": erasure,
    "invitation": invitation,
    "review": review,
    "file_activity": file_activity,
    "member": member,
    "unsubscription": unsubscription,
    "message": message,
    "crm_message": crm_message,
    "page": page,
    "job_title": job_title,
    "address": address,
    "company_fact": company_fact,
    "attribute": attribute,
}


def _reference(landing: Landing) -> None:
    """What every company has: its forms, stages, lists and campaigns."""
    start = as_text(FIRST_DAY)
    for number, name in enumerate(FORMS):
        landing.add("hubspot.form", guid=f"form{number}", _fivetran_synced=start, name=name)
    for stage in ("open", "won", "lost"):
        landing.add(
            "hubspot.deal_pipeline_stage",
            stage_id=stage,
            _fivetran_synced=start,
            closed_won=str(stage == "won").lower(),
            is_closed=str(stage != "open").lower(),
            pipeline_id="sales",
        )
    for name in ("june", "july"):
        landing.add(
            "mailchimp.campaign",
            id=name,
            _fivetran_synced=start,
            list_id="news",
            send_time=start,
        )


def _companies(landing: Landing) -> None:
    """The companies to which somebody belongs, in the CRM and in the billing system."""
    companies = {person.company for _, person in landing.histories if person.company is not None}
    for number in sorted(companies):
        created = as_text(instant(number * 30))
        landing.add(
            "hubspot.company",
            id=500 + number,
            _fivetran_synced=created,
            property_name=f"Company {number}",
            property_createdate=created,
            property_domain=f"company{number}.example",
            property_industry=INDUSTRIES[number % 3],
            property_country=COUNTRIES[number % 4],
        )
        landing.add(
            "files.companies",
            company_id=f"c{number}",
            # The others are found by their domain.
            crm_company_id=500 + number if number % 2 else None,
            domain=f"company{number}.example",
            employees=number * 60,
            relation=RELATIONS[number % 4] if number > 3 else None,
            created_at=f"{created}+00:00",
            recorded_at=f"{created}+00:00",
        )


def _contact(landing: Landing, place: int, person: Person) -> None:
    """The contact of a person as it stands, and once more as it stood before, where revised."""
    created = instant(person.start)
    merges = {other: landing.histories.merge_of(other) for other, _ in landing.histories}
    absorbed = [other for other, merge in merges.items() if merge and merge.into == place]
    # The connector may have left out a contact, but not one that others were merged into.
    if person.contact == "absent" and not absorbed:
        return
    told = [contact_id(i) for i in absorbed if (merge := merges[i]) and merge.told_by != "audit"]
    row = {
        "id": contact_id(place),
        "_fivetran_deleted": str(bool(merges[place]) or person.contact == "deleted").lower(),
        "_fivetran_synced": as_text(created + timedelta(days=2)),
        "property_hs_merged_object_ids": ";".join(told),
        "property_email": landing.email(place) if person.address < 5 else None,
        "property_firstname": f"Person {place}",
        "property_createdate": as_text(created),
        "property_jobtitle": JOB_TITLES[place % 4],
        "property_hs_analytics_source": SOURCES[person.source],
        "property_associatedcompanyid": None if person.company is None else 500 + person.company,
        "property_country": COUNTRIES[place % 4],
    }
    landing.add("hubspot.contact", **row)
    if person.contact == "revised":
        before = as_text(created + timedelta(days=1))
        landing.add("hubspot.contact", **{**row, "_fivetran_synced": before})
        landing.add("hubspot.contact", **{**row, "property_firstname": f"Personne {place}"})


def _merge(landing: Landing, place: int) -> None:
    merge = landing.histories.merge_of(place)
    if merge and merge.told_by != "ids":
        at = instant(merge.day)
        landing.add(
            "hubspot.contact_merge_audit",
            canonical_vid=contact_id(merge.into),
            vid_to_merge=contact_id(place),
            _fivetran_synced=as_text(at + timedelta(hours=1)),
            contact_id=contact_id(merge.into),
            timestamp=as_text(at),
        )


def _file_contact(landing: Landing, place: int, person: Person) -> None:
    created = with_zone(instant(person.start, MOMENTS[person.source % 3]))
    landing.add(
        "files.contacts",
        contact_id=f"f{place}",
        email=landing.email(place) if person.address < 4 else None,
        company_id=None if person.company is None else f"c{person.company}",
        source=SOURCES[(person.source + place) % len(SOURCES)].lower(),
        created_at=created,
        recorded_at=created,
    )


def rows_of(histories: Histories) -> Rows:
    """Every row of the landing of these people."""
    landing = Landing(histories)
    _reference(landing)
    _companies(landing)
    for place, person in histories:
        if person.is_in_crm:
            _contact(landing, place, person)
            _merge(landing, place)
        if "file" in person.records:
            _file_contact(landing, place, person)
        day = person.start
        for number, event in enumerate(person.events):
            day += event.gap
            at = instant(day, MOMENTS[event.moment])
            WRITERS[event.kind](Happening(landing, place, person, event, number, at))
            if event.is_twofold:
                other = replace(event, detail=(event.detail + 1) % 8)
                WRITERS[event.kind](Happening(landing, place, person, other, 50 + number, at))
    return landing.rows


def shuffled(rows: Rows, seed: int) -> Rows:
    """The same rows in another order within their tables."""
    order = random.Random(seed)  # noqa: S311
    return {table: order.sample(lines, len(lines)) for table, lines in rows.items()}


# What somebody may correct by hand without any time that says so.
CORRECTED = {
    "files.sales_feedback": "reason",
    "files.activities": "detail",
    "hubspot.contact_property_history": "source_id",
    "mailchimp.campaign_recipient_activity": "list_id",
}


def night_by_night(rows: Rows, nights: int, seed: int) -> list[Rows]:
    """The landings of so many nights, each whole: all rows that had come by then.

    The last one is the rows themselves. Before it, a few rows stand otherwise than they will in
    the end, and a few stand there that nobody will find again.
    """
    landings: list[Rows] = []
    for night in range(nights - 1):
        landing: Rows = {}
        for table, lines in rows.items():
            for number, row in enumerate(lines):
                luck = random.Random(f"{seed} {table} {number}")  # noqa: S311
                if luck.randrange(nights) > night:
                    continue
                shown = dict(row)
                column = CORRECTED.get(table)
                if column and luck.randrange(4) == 0:
                    shown[column] = "to be corrected"
                landing.setdefault(table, []).append(shown)
                if table == "hubspot.contact_form_submission" and luck.randrange(4) == 0:
                    gone = {**row, "conversion_id": f"{row['conversion_id']} gone"}
                    landing[table].append(gone)
        landings.append(landing)
    return [*landings, rows]


def readable(rows: Rows) -> str:
    """The rows as lines of text, without what every company has and without empty values."""
    lines = []
    for table, found in rows.items():
        if table in ("hubspot.form", "hubspot.deal_pipeline_stage", "mailchimp.campaign"):
            continue
        lines.append(table)
        for row in found:
            lines.append("    " + ", ".join(f"{name}={it}" for name, it in row.items() if it))
    return "\n".join(lines)
