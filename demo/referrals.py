"""What customers say of the company to others: invitations, reviews, testimonials."""

from __future__ import annotations

from decimal import Decimal

from demo import clock
from demo.clock import DAY, instant_of
from demo.company import AS_OF
from demo.model import Account, Act, Invitation, Person, Review
from demo.world import World, later

WORDS = (
    ("review", 60.0),
    ("testimonial", 16.0),
    ("case_study", 10.0),
    ("reference_call", 14.0),
)
RATINGS = tuple(
    (Decimal(rating), weight)
    for rating, weight in (
        ("5.0", 38.0),
        ("4.5", 22.0),
        ("4.0", 16.0),
        ("3.5", 9.0),
        ("3.0", 8.0),
        ("2.0", 7.0),
    )
)
# A year before as_of, give or take: an act there would count or not by the reading of "365 days".
_AMBIGUOUS = (instant_of(2025, 6, 27), instant_of(2025, 7, 4))


def clear_of_edges(instant: int) -> int:
    """The instant, moved out of the days around a year before as_of."""
    return instant - 10 * DAY if _AMBIGUOUS[0] <= instant < _AMBIGUOUS[1] else instant


def invite(
    world: World,
    account: Account,
    person: Person,
    invitee: Person | None,
    invitee_email: str,
    sent_at: int,
    accepted_at: int | None,
) -> Invitation:
    """A customer invites somebody, who accepts or does not."""
    sent_at = world.stamp(account, sent_at)
    if accepted_at is not None and accepted_at == clear_of_edges(accepted_at):
        accepted_at = world.stamp(account, accepted_at)
    else:
        accepted_at = None
    invitation = Invitation(
        invitation_id=world.code("INV", "invitation"),
        person=person,
        account=account,
        inviter_email=person.email or "",
        invitee_email=invitee_email,
        invitee=invitee if invitee is not None else invitee_email.strip().lower(),
        sent_at=sent_at,
        accepted_at=accepted_at,
        was_updated=accepted_at is not None and world.dice.chance(0.3),
    )
    world.invitations.append(invitation)
    return invitation


def speak(
    world: World,
    account: Account,
    person: Person,
    kind: str,
    asked_at: int,
    published_at: int | None,
    rating: Decimal | None = None,
) -> Review:
    """A customer is asked for a word and publishes it or does not."""
    if published_at is not None:
        published_at = world.stamp(account, clear_of_edges(published_at))
        asked_at = min(asked_at, published_at - DAY)
    review = Review(
        review_id=world.code("REV", "review"),
        kind=kind,
        person=person,
        account=account,
        rating=rating,
        asked_at=asked_at,
        published_at=published_at,
    )
    world.reviews.append(review)
    return review


def recommend(world: World, account: Account, person: Person, first: int, last: int) -> None:
    """What a happy customer may say between two instants while a customer."""
    dice = world.dice
    last = min(last, AS_OF - DAY)
    if last - first < 60 * DAY or not dice.chance(0.4):
        return
    for _ in range(dice.whole(1, 2)):
        asked_at = world.in_office(later(first, dice.between(20, (last - first) / DAY - 20)))
        published_at: int | None = world.exact(later(asked_at, dice.between(1, 15)))
        if published_at is None or not first < published_at < last or dice.chance(0.25):
            published_at = None
        kind = dice.weighted(WORDS)
        rating = dice.weighted(RATINGS) if kind == "review" else None
        if asked_at < last:
            speak(world, account, person, kind, asked_at, published_at, rating)


def settle_acts(world: World) -> None:
    """Note which invitations and words count as ambassador acts of their accounts."""
    named: set[object] = set()
    for one in sorted(world.invitations, key=lambda invitation: invitation.sent_at):
        is_first = one.invitee not in named
        named.add(one.invitee)
        if one.accepted_at is not None:
            is_self = one.invitee is one.person
            counts = is_first and not is_self
            world.awkward["self_referrals"] += is_self
            world.awkward["duplicate_invitees"] += not is_first
            one.account.acts.append(Act(one.accepted_at, "invitation_accepted", one.person, counts))
    for word in world.reviews:
        if word.published_at is None:
            continue
        version = world.agreement.at(clock.day_of(word.published_at))
        counts = version is not None and version.counts(word.kind, word.rating)
        world.awkward["low_rated_reviews"] += word.kind == "review" and not counts
        word.account.acts.append(Act(word.published_at, word.kind, word.person, counts))
