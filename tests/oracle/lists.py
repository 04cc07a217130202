"""Who was on which mailing list when, and what leaving one means: docs/definitions.md in Python."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

Instant = datetime.datetime
# A member of Mailchimp: id, list, sign-up, opt-in, status, last change and sync.
Member = tuple[str, str, Instant | None, Instant | None, str | None, Instant | None, Instant | None]
Asked = tuple[str, str, Instant]
ON_NO_LIST = ("pending", "transactional")
GONE = {
    "unsubscribed": "email_unsubscribed",
    "cleaned": "removed_from_list",
    "archived": "removed_from_list",
}


class Spell(NamedTuple):
    """A time that a member was on a list: from joining to leaving, and what the leaving was."""

    member: str
    audience: str
    joined_at: Instant
    left_at: Instant | None
    leaving: str | None


def spells(members: Iterable[Member], asked: Sequence[Asked]) -> list[Spell]:
    """When each member was on each list."""
    found: list[Spell] = []
    for member in members:
        left = sorted(at for who, audience, at in asked if (who, audience) == member[:2])
        found += _spells_of(member, left)
    return found


def _spells_of(member: Member, left: list[Instant]) -> Iterable[Spell]:
    who, audience, signed_up_at, opted_in_at, told, changed_at, synced_at = member
    status = (told or "subscribed").strip().lower()
    told_at = [at for at in (signed_up_at, opted_in_at) if at is not None]
    if not told_at or status in ON_NO_LIST:
        return
    joined = {min(told_at)}
    left = [at for at in left if at > min(told_at)]
    known_at = changed_at or synced_at
    if left and max(told_at) > left[0]:
        joined.add(max(told_at))
    is_back = bool(left) and status == "subscribed" and max(told_at) <= left[-1]
    if is_back and known_at is not None and known_at > left[-1]:
        joined.add(known_at)
    ordered = sorted(joined)
    for number, at in enumerate(ordered):
        again = ordered[number + 1] if number + 1 < len(ordered) else None
        ends = [one for one in left if at < one and (again is None or one < again)]
        if ends:
            yield Spell(who, audience, at, ends[0], "email_unsubscribed")
        elif again is None and status in GONE and known_at is not None:
            yield Spell(who, audience, at, max(known_at, at), GONE[status])
        else:
            yield Spell(who, audience, at, None, None)


def leavings(
    found: Sequence[Spell], asked: Sequence[Asked], people: Mapping[tuple[str, str], int]
) -> Iterable[tuple[str, Instant, str]]:
    """Who left a list when, and the activity that it was."""
    told = set(asked)
    every = [(who, audience, at, "email_unsubscribed") for who, audience, at in asked]
    for one in found:
        if one.left_at is not None and (one.member, one.audience, one.left_at) not in told:
            every.append((one.member, one.audience, one.left_at, one.leaving or ""))
    of_person: dict[int, list[Spell]] = {}
    for one in found:
        if ("mailchimp", one.member) in people:
            of_person.setdefault(people["mailchimp", one.member], []).append(one)
    for who, audience, at, activity in every:
        others = of_person.get(people.get(("mailchimp", who), -1), [])
        is_still_there = any(
            (one.member, one.audience) != (who, audience)
            and one.joined_at <= at
            and (one.left_at is None or at < one.left_at)
            for one in others
        )
        yield who, at, "list_left" if is_still_there else activity
