"""Where people come from and where they live: the segments by which numbers are divided."""

from __future__ import annotations

import csv
from functools import cache

from demo.attributes import present_value
from demo.definitions.agreement import REFERENCE, AgreementError
from demo.model import Person

UNKNOWN, OTHER = "unknown", "other"


@cache
def _channels() -> dict[str, str]:
    path = REFERENCE / "source_channels.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["source_value"]: row["channel"] for row in csv.DictReader(file)}
    except (OSError, KeyError) as error:
        raise AgreementError(f"{path} cannot be read as channels: {error!r}.") from error


def source_channel(person: Person) -> str:
    """The channel of the earliest record of a person that names a source.

    `other` where the company has no channel for the source, `unknown` without any source.
    Raises AgreementError when the list of channels cannot be read.
    """
    named = [(one.created_at, one.source) for one in person.contacts if one.source]
    named += [(one.created_at, one.source) for one in person.file_contacts if one.source]
    if not named:
        return UNKNOWN
    return _channels().get(min(named)[1].strip().lower(), OTHER)


def country(person: Person) -> str | None:
    """The country of a person's surviving contact, else of their row in the files."""
    contact = person.survivor
    if contact is not None:
        return present_value(contact.changes, "country", contact.country) or None
    if person.file_contacts:
        # The file's writer says France of people without a company.
        return person.account.country if person.account else "France"
    return None
