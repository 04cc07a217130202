"""What is true of one shard: every definition applied to the histories of its people and accounts.

People of different shards never meet, so the truths of shards add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from demo import clock
from demo.clock import DAY
from demo.company import AS_OF, LAST_DAY
from demo.definitions import lifecycle, qualification, revenue
from demo.definitions.agreement import Agreement
from demo.definitions.lifecycle import Cycles, Stay
from demo.definitions.qualification import Occurrence
from demo.model import Account, Deal, Person
from demo.world import World

AMBASSADOR_WINDOW_DAYS = 365

StayRow = tuple[str, str, str, Stay]
LeadRow = tuple[str, str, Occurrence]
RevenueRow = tuple[str, str, str, str, str, Decimal, str]
Money = dict[tuple[str, str, str], Decimal]


@dataclass
class Truth:
    """The truth of a shard, or of several added up."""

    people: int = 0
    accounts: int = 0
    qualified_leads: Counter[str] = field(default_factory=Counter)
    deals: Counter[tuple[str, str]] = field(default_factory=Counter)
    recurring: Money = field(default_factory=dict)
    movements: Money = field(default_factory=dict)
    active_customers: Counter[str] = field(default_factory=Counter)
    churned_accounts: Counter[str] = field(default_factory=Counter)
    churns: Counter[str] = field(default_factory=Counter)
    ambassadors: Counter[str] = field(default_factory=Counter)
    hand_offs: Counter[tuple[str, str]] = field(default_factory=Counter)
    stays: Counter[tuple[str, str]] = field(default_factory=Counter)
    buyers: Counter[str] = field(default_factory=Counter)
    awkward: Counter[str] = field(default_factory=Counter)

    def add(self, other: Truth) -> None:
        """Add another shard's truth to this one."""
        self.people += other.people
        self.accounts += other.accounts
        for name in (
            "qualified_leads",
            "deals",
            "active_customers",
            "churned_accounts",
            "churns",
            "ambassadors",
            "hand_offs",
            "stays",
            "buyers",
            "awkward",
        ):
            getattr(self, name).update(getattr(other, name))
        for mine, theirs in ((self.recurring, other.recurring), (self.movements, other.movements)):
            for key, amount in theirs.items():
                mine[key] = mine.get(key, revenue.ZERO) + amount


@dataclass
class Rows:
    """The rows of the truth's tables."""

    stays: list[StayRow] = field(default_factory=list)
    leads: list[LeadRow] = field(default_factory=list)
    revenue: list[RevenueRow] = field(default_factory=list)


class Judge:
    """Applies the definitions to a shard."""

    def __init__(self, world: World, agreement: Agreement) -> None:
        self.world = world
        self.agreement = agreement
        self.truth = Truth()
        self.rows = Rows()
        # The first version, had it never been replaced.
        self._old_rules = Agreement((replace(agreement.versions[0], valid_to=None),))
        self._deals: dict[Person, list[Deal]] = {}
        for deal in world.deals:
            if deal.counts and deal.person is not None:
                self._deals.setdefault(deal.person, []).append(deal)

    def judge(self) -> tuple[Truth, Rows]:
        """The shard's truth, in numbers and in rows."""
        qualified: dict[Account | None, list[Occurrence]] = {}
        for person in self.world.people:
            found = self._judge_person(person)
            qualified.setdefault(person.account, []).extend(found)
        for account in self.world.accounts:
            self._judge_account(account, qualified.get(account, []))
        for deal in self.world.deals:
            if deal.counts:
                self.truth.deals[deal.kind, deal.outcome] += 1
        return self.truth, self.rows

    def _judge_person(self, person: Person) -> list[Occurrence]:
        truth = self.truth
        deals = self._deals.get(person, [])
        churns = revenue.churns(person.account.contracts) if person.account else []
        cycles = lifecycle.person_cycles(person, deals, churns)
        found = qualification.occurrences(person, cycles.instants, self.agreement)
        stays = lifecycle.person_stays(person, deals, cycles, found)
        truth.people += not person.is_deleted and person.erased_at is None
        system, native_id = person.native_id
        for occurrence in found:
            truth.qualified_leads[occurrence.agreement_version] += 1
            self.rows.leads.append((system, native_id, occurrence))
        for hand_off in qualification.hand_offs(person, cycles.instants, found):
            week = clock.iso_week(clock.day_of(hand_off.at))
            truth.hand_offs[week, "conforming" if hand_off.conforms else "non_conforming"] += 1
            truth.awkward["non_conforming_hand_offs"] += not hand_off.conforms
        self._keep_stays("person", system, native_id, stays)
        self._note_awkward(person, cycles, found, stays)
        return found

    def _judge_account(self, account: Account, found: Sequence[Occurrence]) -> None:
        truth = self.truth
        churns = revenue.churns(account.contracts)
        cycles = lifecycle.account_cycles(account, churns)
        known_at = min([account.first_created_at] + [one.known_at for one in account.people])
        stays = lifecycle.account_stays(account, cycles, found, known_at)
        truth.accounts += not account.is_deleted
        system, native_id = account.native_id
        self._keep_stays("account", system, native_id, stays)
        truth.buyers["ever" if account.contracts else "never"] += 1
        if account.contracts:
            self._judge_contracts(account, churns)

    def _keep_stays(self, subject: str, system: str, native_id: str, stays: Sequence[Stay]) -> None:
        for stay in stays:
            self.truth.stays[stay.stage, subject] += 1
            self.rows.stays.append((subject, system, native_id, stay))

    def _judge_contracts(self, account: Account, churns: Sequence[int]) -> None:
        truth = self.truth
        system, native_id = account.native_id
        for row in revenue.monthly_revenue(account.contracts):
            key = (row.month, row.currency, "")
            truth.recurring[key] = truth.recurring.get(key, revenue.ZERO) + row.closing
            moved = (row.month, row.currency, row.movement)
            truth.movements[moved] = (
                truth.movements.get(moved, revenue.ZERO) + row.closing - row.opening
            )
            self.rows.revenue.append(
                (
                    str(account.billing_id),
                    system,
                    native_id,
                    row.month,
                    row.currency,
                    row.closing,
                    row.movement,
                )
            )
        self._note_contracts(account)
        was_running = False
        for day in revenue.month_ends(min(one.started_on for one in account.contracts)):
            is_running = revenue.any_runs(account.contracts, day)
            truth.active_customers[clock.month_of(day)] += is_running
            truth.churned_accounts[clock.month_of(day)] += was_running and not is_running
            was_running = is_running
        for at in churns:
            truth.churns[clock.month_of(clock.day_of(at))] += 1
        acts = [act.at for act in account.acts if act.counts and act.at < AS_OF]
        if revenue.any_runs(account.contracts, LAST_DAY) and acts:
            truth.ambassadors["ever"] += 1
            truth.ambassadors["trailing"] += max(acts) >= AS_OF - AMBASSADOR_WINDOW_DAYS * DAY

    def _note_contracts(self, account: Account) -> None:
        awkward, contracts = self.truth.awkward, account.contracts
        for one in contracts:
            awkward[f"contracts_priced_by_{one.period}"] += 1
            awkward["open_ended_contracts"] += one.ended_on is None
            awkward["contracts_in_foreign_currency"] += one.currency != "EUR"
            awkward["overlapping_contracts"] += any(
                other is not one
                and other.started_on <= one.started_on
                and revenue.runs(other, one.started_on)
                for other in contracts
            )
        days = revenue.churn_days(contracts)
        awkward["accounts_back_after_churn"] += any(
            one.started_on > day for one in contracts for day in days
        )

    def _note_awkward(
        self, person: Person, cycles: Cycles, found: Sequence[Occurrence], stays: Sequence[Stay]
    ) -> None:
        awkward = self.truth.awkward
        previous = ""
        for stay in stays:
            awkward["regressions"] += stay.entry_type == lifecycle.REGRESSION
            awkward["skipped_stages"] += stay.entry_type == "skip_imputed"
            if stay.entry_type == "re_entry" or (
                stay.is_imputed and previous in lifecycle.TERMINAL
            ):
                awkward[f"re_entries_after_{previous}"] += previous in lifecycle.TERMINAL
            previous = stay.stage
        with_old_rules = qualification.occurrences(person, cycles.instants, self._old_rules)
        awkward["leads_of_the_old_rules_only"] += bool(with_old_rules and not found)
        awkward["leads_of_the_new_rules_only"] += bool(found and not with_old_rules)
