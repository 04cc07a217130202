"""The CRM's rows."""

from __future__ import annotations

from demo.attributes import present_value
from demo.clock import DAY, HOUR, MINUTE, day_of, iso_week
from demo.company import (
    BEGIN,
    COLLEAGUES,
    CONTENT_FORMS,
    FORMS,
    NEW_BUSINESS_PIPELINE,
    PORTAL,
    SITE,
    STAGES,
    TEAMS,
)
from demo.deals import pipeline_of
from demo.model import Account, Contact, Deal, Engagement, Person, Ticket
from demo.names import plain
from demo.recording import (
    change_recorded_at,
    company_recorded_at,
    contact_recorded_at,
    crm_stages,
    deed_recorded_at,
    engagement_recorded_at,
    synced,
)
from demo.world import World
from demo.writers.tables import Row, Tables

DEAL_TYPES = {"new_business": "newbusiness", "renewal": "renewal", "upsell": "existingbusiness"}
ENGAGEMENT_TABLES = {
    "CALL": "engagement_call",
    "EMAIL": "engagement_email",
    "INCOMING_EMAIL": "engagement_email",
    "MEETING": "engagement_meeting",
    "NOTE": "engagement_note",
    "TASK": "engagement_task",
    "COMMUNICATION": "engagement_communication",
}
TEAM_OF_OWNER = {colleague.owner_id: TEAMS[colleague.team] for colleague in COLLEAGUES}


# ---------- what all shards share


def write_reference(tables: Tables) -> None:
    """Owners, users, teams, forms and pipelines."""
    synced_at = synced(BEGIN)
    for name, team_id in TEAMS.items():
        tables.add(
            "hubspot.team",
            id=team_id,
            name=name.title(),
            _fivetran_deleted=False,
            _fivetran_synced=synced_at,
        )
    for colleague in COLLEAGUES:
        _write_colleague(
            tables,
            colleague.owner_id,
            colleague.user_id,
            colleague.first_name,
            colleague.last_name,
            colleague.email,
            TEAMS[colleague.team],
        )
    for guid, name, page in (*FORMS.values(), *CONTENT_FORMS.values()):
        tables.add(
            "hubspot.form",
            guid=guid,
            name=name,
            action=SITE + page,
            method="POST",
            form_type="HUBSPOT",
            portal_id=PORTAL,
            created_at=BEGIN - 90 * DAY,
            updated_at=BEGIN - 60 * DAY,
            submit_text="Envoyer",
            _fivetran_deleted=False,
            _fivetran_synced=synced_at,
        )
    for order, (pipeline, stages) in enumerate(STAGES.items()):
        label = "Nouvelles affaires" if pipeline == NEW_BUSINESS_PIPELINE else "Renouvellements"
        tables.add(
            "hubspot.deal_pipeline",
            pipeline_id=pipeline,
            label=label,
            active=True,
            display_order=order,
            created_at=BEGIN - 90 * DAY,
            updated_at=BEGIN - 60 * DAY,
            _fivetran_deleted=False,
            _fivetran_synced=synced_at,
        )
        for place, (stage, stage_label, probability, closed, won) in enumerate(stages):
            tables.add(
                "hubspot.deal_pipeline_stage",
                pipeline_id=pipeline,
                stage_id=stage,
                label=stage_label,
                probability=probability,
                is_closed=closed,
                closed_won=won,
                active=True,
                display_order=place,
                created_at=BEGIN - 90 * DAY,
                updated_at=BEGIN - 60 * DAY,
                _fivetran_deleted=False,
                _fivetran_synced=synced_at,
            )
    tables.add(
        "hubspot.ticket_pipeline",
        pipeline_id="0",
        label="Service",
        active=True,
        display_order=0,
        object_type_id="0-5",
        created_at=BEGIN - 90 * DAY,
        updated_at=BEGIN - 60 * DAY,
        _fivetran_deleted=False,
        _fivetran_synced=synced_at,
    )
    for place, (stage, label, closed) in enumerate(
        [("1", "Nouveau", False), ("2", "En cours", False), ("4", "Fermé", True)]
    ):
        tables.add(
            "hubspot.ticket_pipeline_stage",
            pipeline_id="0",
            stage_id=stage,
            label=label,
            is_closed=closed,
            ticket_state="CLOSED" if closed else "OPEN",
            active=True,
            display_order=place,
            created_at=BEGIN - 90 * DAY,
            updated_at=BEGIN - 60 * DAY,
            _fivetran_deleted=False,
            _fivetran_synced=synced_at,
        )
    tables.add(
        "hubspot.contact_list",
        id=1,
        name="Lecteurs de la newsletter",
        dynamic=True,
        deleteable=True,
        portal_id=PORTAL,
        created_at=BEGIN - 90 * DAY,
        updated_at=BEGIN - 60 * DAY,
        _fivetran_deleted=False,
        _fivetran_synced=synced_at,
    )


def _write_colleague(
    tables: Tables, owner_id: int, user_id: int, first: str, last: str, email: str, team_id: int
) -> None:
    synced_at = synced(BEGIN)
    tables.add(
        "hubspot.owner",
        owner_id=owner_id,
        active_user_id=user_id,
        email=email,
        first_name=first,
        last_name=last,
        portal_id=PORTAL,
        type="PERSON",
        created_at=BEGIN - 90 * DAY,
        updated_at=BEGIN - 60 * DAY,
        _fivetran_synced=synced_at,
    )
    tables.add(
        "hubspot.owner_team",
        owner_id=owner_id,
        team_id=team_id,
        is_team_primary=True,
        _fivetran_deleted=False,
        _fivetran_synced=synced_at,
    )
    tables.add(
        "hubspot.users",
        id=str(user_id),
        email=email,
        first_name=first,
        last_name=last,
        primary_team_id=team_id,
        _fivetran_deleted=False,
        _fivetran_synced=synced_at,
    )
    tables.add(
        "hubspot.team_user",
        team_id=team_id,
        user_id=user_id,
        is_secondary_user=False,
        _fivetran_deleted=False,
        _fivetran_synced=synced_at,
    )


# ---------- what each shard holds


def write_shard(world: World, tables: Tables) -> None:
    """Every row that the CRM holds of a shard, marketing e-mails aside."""
    for account in world.accounts:
        if account.company_id is not None:
            _write_company(tables, account)
    for person in world.people:
        for contact in person.contacts:
            _write_contact(world, tables, person, contact)
        _write_deeds(world, tables, person)
    for deal in world.deals:
        if deal.system == "hubspot":
            _write_deal(tables, deal)
    for engagement in world.engagements:
        _write_engagement(tables, engagement)
    for ticket in world.tickets:
        _write_ticket(tables, ticket)


def _write_company(tables: Tables, account: Account) -> None:
    created_at = account.created_at
    tables.add(
        "hubspot.company",
        id=account.company_id,
        property_name=account.name,
        property_domain=account.domain,
        property_createdate=created_at,
        property_industry=present_value(account.changes, "industry", account.industry),
        property_country=account.country,
        property_annualrevenue=account.employees * 140_000,
        is_deleted=account.is_deleted,
        _fivetran_deleted=account.is_deleted,
        _fivetran_synced=company_recorded_at(account),
    )
    for change in account.changes:
        tables.add(
            "hubspot.company_property_history",
            company_id=account.company_id,
            name=change.name,
            value=change.value,
            source=change.source,
            timestamp=change.at,
            _fivetran_synced=change_recorded_at(change),
        )


def _write_contact(world: World, tables: Tables, person: Person, contact: Contact) -> None:
    dice = world.dice
    created_at = contact.created_at
    account = person.account
    deals = [deal for deal in world.deals_of.get(person, []) if deal.kind == "new_business"]
    stages = crm_stages(person, contact, deals)
    owners = [
        deed for deed in person.deeds if deed.name == "handed_off" and deed.contact is contact
    ]
    gone = [other for other in person.contacts if other.merged_into is contact]
    is_gone = contact.merged_into is not None
    email = contact.email
    if dice.chance(0.03):
        email = f" {email.capitalize()}"
    values: Row = {
        "id": contact.contact_id,
        "property_email": email,
        "property_firstname": contact.first_name,
        "property_lastname": contact.last_name,
        "property_company": account.name if account else None,
        "property_createdate": created_at,
        "property_jobtitle": present_value(contact.changes, "jobtitle", contact.job),
        "property_lifecyclestage": stages[-1][1],
        "property_hs_lead_status": "OPEN_DEAL" if deals else "NEW",
        "property_hs_analytics_source": contact.source,
        "property_hs_analytics_source_data_1": contact.source_detail,
        "property_hubspot_owner_id": owners[-1].owner if owners else None,
        "property_hubspotscore": float(dice.whole(0, 90)),
        "property_associatedcompanyid": account.company_id if account else None,
        "property_country": present_value(contact.changes, "country", contact.country),
        "property_hs_merged_object_ids": ";".join(str(one.contact_id) for one in gone) or None,
        "_fivetran_deleted": contact.is_deleted or is_gone,
        "_fivetran_synced": contact_recorded_at(person, contact, deals),
    }
    if dice.chance(0.02) and values["_fivetran_synced"] > synced(created_at):
        tables.add_superseded(
            "hubspot.contact",
            **{
                **values,
                "property_lifecyclestage": stages[0][1],
                "property_jobtitle": None,
                "property_hs_merged_object_ids": None,
                "_fivetran_deleted": False,
                "_fivetran_synced": synced(created_at),
            },
        )
    tables.add("hubspot.contact", **values)
    _write_history(tables, contact, stages)
    if person.members:
        tables.add(
            "hubspot.contact_list_member",
            contact_id=contact.contact_id,
            contact_list_id=1,
            added_at=max(created_at, person.members[0].signed_up_at) + HOUR,
            _fivetran_deleted=False,
            _fivetran_synced=synced(max(created_at, person.members[0].signed_up_at) + HOUR),
        )
    for other in gone:
        if other.merge_is_logged:
            tables.add(
                "hubspot.contact_merge_audit",
                canonical_vid=contact.contact_id,
                contact_id=contact.contact_id,
                vid_to_merge=other.contact_id,
                timestamp=other.merged_at,
                entity_id=f"auth:app-cookie | {PORTAL}",
                first_name=other.first_name,
                last_name=other.last_name,
                num_properties_moved=12,
                user_id=61_000_021,
                _fivetran_synced=synced(other.merged_at),
            )


def _write_history(tables: Tables, contact: Contact, stages: list[tuple[int, str]]) -> None:
    def change(at: int, name: str, value: str, source: str) -> None:
        tables.add(
            "hubspot.contact_property_history",
            contact_id=contact.contact_id,
            name=name,
            value=value,
            source=source,
            timestamp=at,
            _fivetran_synced=synced(at),
        )

    addresses = [email for _, email in contact.former_emails] + [contact.email]
    instants = [contact.created_at] + [at for at, _ in contact.former_emails]
    for at, email in zip(instants, addresses, strict=True):
        change(at, "email", email, contact.origin)
    if contact.origin != "CRM_UI":
        change(contact.created_at, "hs_analytics_source", contact.source, contact.origin)
    for at, stage in stages:
        change(at, "lifecyclestage", stage, "AUTOMATION_PLATFORM")
    for one in contact.changes:
        tables.add(
            "hubspot.contact_property_history",
            contact_id=contact.contact_id,
            name=one.name,
            value=one.value,
            source=one.source,
            timestamp=one.at,
            _fivetran_synced=change_recorded_at(one),
        )


def _write_deeds(world: World, tables: Tables, person: Person) -> None:
    handed_over: set[Contact] = set()
    for deed in sorted(person.deeds, key=lambda deed: deed.at):
        contact = deed.contact
        if contact is None or deed.via not in ("form", "crm"):
            continue
        late = deed_recorded_at(deed)
        if deed.via == "form":
            guid, name, page = CONTENT_FORMS.get(deed.detail, FORMS[deed.name])
            number = world.number("conversion")
            tables.add(
                "hubspot.contact_form_submission",
                contact_id=contact.contact_id,
                form_id=guid,
                conversion_id=f"c0ffee00-{number:012d}",
                timestamp=deed.at,
                page_url=SITE + page,
                title=name,
                portal_id=PORTAL,
                _fivetran_synced=late,
            )
            continue
        is_hand_off = deed.name == "handed_off"
        if is_hand_off and contact in handed_over:
            tables.add(
                "hubspot.contact_property_history",
                contact_id=contact.contact_id,
                name="hubspot_owner_id",
                value="",
                source="AUTOMATION_PLATFORM",
                timestamp=deed.at - 2 * MINUTE,
                _fivetran_synced=late,
            )
        if is_hand_off:
            handed_over.add(contact)
        tables.add(
            "hubspot.contact_property_history",
            contact_id=contact.contact_id,
            name="hubspot_owner_id" if is_hand_off else "hs_analytics_source",
            value=str(deed.owner) if is_hand_off else "OFFLINE",
            source="CRM_UI",
            source_id="userId:61000001",
            timestamp=deed.at,
            _fivetran_synced=late,
        )


def _write_deal(tables: Tables, deal: Deal) -> None:
    account = deal.account
    last = deal.stages[-1][0]
    closed_at = deal.closed_at
    close_date = closed_at if deal.lacks_stages else (closed_at or last + 30 * DAY)
    if closed_at is not None and not deal.lacks_stages:
        close_date = closed_at - closed_at % DAY + 12 * HOUR
    tables.add(
        "hubspot.deal",
        deal_id=int(deal.deal_id),
        property_dealname=f"{account.name if account else 'Indépendant'} "
        f"{iso_week(day_of(deal.created_at))}",
        deal_pipeline_id=pipeline_of(deal.kind),
        deal_pipeline_stage_id=deal.stages[-1][1],
        property_createdate=None if deal.lacks_creation else deal.created_at,
        property_closedate=close_date,
        property_amount=None if deal.lacks_amount else deal.amount,
        property_deal_currency_code=deal.currency,
        owner_id=deal.owner or None,
        portal_id=PORTAL,
        property_dealtype=DEAL_TYPES[deal.kind],
        property_closed_lost_reason=deal.reason,
        is_deleted=deal.is_deleted,
        _fivetran_deleted=deal.is_deleted,
        _fivetran_synced=synced(last),
    )
    stages = [] if deal.lacks_stages else deal.stages
    for number, (at, stage) in enumerate(stages):
        end = stages[number + 1][0] if number + 1 < len(stages) else None
        tables.add(
            "hubspot.deal_stage",
            deal_id=int(deal.deal_id),
            date_entered=at,
            value=stage,
            source="CRM_UI",
            _fivetran_active=end is None,
            _fivetran_start=at,
            _fivetran_end=end,
            _fivetran_synced=synced(at),
        )
    if account is not None and account.company_id is not None and deal.names_company:
        tables.add(
            "hubspot.deal_company",
            deal_id=int(deal.deal_id),
            company_id=account.company_id,
            type_id=5,
            category="HUBSPOT_DEFINED",
            _fivetran_synced=synced(deal.created_at),
        )
    for _, contact in [] if deal.merge_carries_people else deal.people:
        if contact is not None:
            tables.add(
                "hubspot.deal_contact",
                deal_id=int(deal.deal_id),
                contact_id=contact.contact_id,
                type_id=3,
                category="HUBSPOT_DEFINED",
                _fivetran_synced=synced(deal.created_at),
            )
    if deal.merged_into is not None:
        tables.add(
            "hubspot.merged_deal",
            deal_id=int(deal.merged_into.deal_id),
            merged_deal_id=int(deal.deal_id),
            _fivetran_synced=synced(last),
        )


def _write_engagement(tables: Tables, engagement: Engagement) -> None:
    number, at = engagement.engagement_id, engagement.at
    synced_at = engagement_recorded_at(engagement)
    tables.add(
        "hubspot.engagement",
        id=number,
        portal_id=PORTAL,
        type=engagement.kind,
        _fivetran_synced=synced_at,
    )
    tables.add(
        f"hubspot.{ENGAGEMENT_TABLES[engagement.kind]}",
        engagement_id=number,
        type=engagement.kind,
        property_hs_createdate=at,
        property_hs_timestamp=at,
        property_hubspot_owner_id=engagement.owner,
        property_hubspot_team_id=TEAM_OF_OWNER[engagement.owner],
        _fivetran_deleted=engagement.is_deleted,
        _fivetran_synced=synced_at,
    )
    tables.add(
        "hubspot.engagement_contact",
        engagement_id=number,
        contact_id=engagement.contact.contact_id,
        _fivetran_synced=synced_at,
    )
    account, deal = engagement.account, engagement.deal
    if account is not None and account.company_id is not None:
        tables.add(
            "hubspot.engagement_company",
            engagement_id=number,
            company_id=account.company_id,
            _fivetran_synced=synced_at,
        )
    if deal is not None:
        tables.add(
            "hubspot.engagement_deal",
            engagement_id=number,
            deal_id=int(deal.deal_id),
            _fivetran_synced=synced_at,
        )


def _write_ticket(tables: Tables, ticket: Ticket) -> None:
    last = ticket.closed_at or ticket.replied_at or ticket.opened_at
    tables.add(
        "hubspot.ticket",
        id=ticket.ticket_id,
        property_createdate=ticket.opened_at,
        property_first_agent_reply_date=ticket.replied_at,
        property_closed_date=ticket.closed_at,
        property_hs_pipeline="0",
        property_hs_pipeline_stage="4" if ticket.closed_at else "1",
        property_hs_ticket_category=ticket.category,
        property_hs_ticket_priority=ticket.priority,
        property_hubspot_owner_id=ticket.owner,
        property_subject=plain(ticket.category),
        is_deleted=ticket.is_deleted,
        _fivetran_deleted=ticket.is_deleted,
        _fivetran_synced=synced(last),
    )
    moves = [(ticket.opened_at, "1")]
    if ticket.replied_at is not None:
        moves.append((ticket.replied_at, "2"))
    if ticket.closed_at is not None:
        if ticket.was_reopened and ticket.replied_at is not None:
            middle = (ticket.replied_at + ticket.closed_at) // 2
            moves += [(middle, "4"), (middle + (ticket.closed_at - middle) // 2, "2")]
        moves.append((ticket.closed_at, "4"))
    for number, (at, stage) in enumerate(moves):
        end = moves[number + 1][0] if number + 1 < len(moves) else None
        tables.add(
            "hubspot.ticket_property_history",
            ticket_id=ticket.ticket_id,
            name="hs_pipeline_stage",
            value=stage,
            source="CRM_UI",
            timestamp_instant=at,
            _fivetran_start=at,
            _fivetran_end=end,
            _fivetran_synced=synced(at),
        )
    tables.add(
        "hubspot.ticket_contact",
        ticket_id=ticket.ticket_id,
        contact_id=ticket.contact.contact_id,
        _fivetran_synced=synced(ticket.opened_at),
    )
    account = ticket.person.account
    if account is not None and account.company_id is not None:
        tables.add(
            "hubspot.ticket_company",
            ticket_id=ticket.ticket_id,
            company_id=account.company_id,
            _fivetran_synced=synced(ticket.opened_at),
        )
