"""Conditions and score lines in plain sentences."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from orchestration.lib.agreement.rows import Row
from orchestration.lib.agreement.words import Words


def condition(words: Words, row: Row, value_types: dict[str, str]) -> str:
    """What has to be true, without a capital or a full stop.

    value_types says of each attribute whether its values are text or number.
    """
    if row["signal_kind"] == "activity":
        return _activity_condition(words, row)
    if row["signal_kind"] == "score":
        axis = words.say("axes", row["signal"])
        noun = words.say("sentences", "score_of_axis", axis=axis)
        return _compared_number(words, noun, row, unit="points")
    return attribute_condition(words, row, value_types)


def activity(words: Words, name: str) -> str:
    """Something that happened: a white paper was downloaded."""
    if words.knows("activities", name):
        return words.say("activities", name)
    return words.say("sentences", "activity_label", label=words.label("activities", name))


def attribute(words: Words, name: str) -> str:
    """Something that is known: the number of employees of the company."""
    if words.knows("attributes", name):
        return words.say("attributes", name)
    return words.say("sentences", "attribute_label", label=words.label("attributes", name))


def attribute_condition(words: Words, row: Row, value_types: dict[str, str]) -> str:
    """An attribute compared with the value of a condition or of a score line."""
    noun = attribute(words, row["signal"])
    if value_types.get(row["signal"]) == "number":
        return _compared_number(words, noun, row)
    texts = str(row["value"] or "").split("|")
    if row["operator"] not in ("one_of", "none_of"):
        texts = [str(row["value"] or "")]
    shown = [attribute_value(words, row["signal"], text.strip()) for text in texts]
    return words.say("texts", row["operator"], noun=noun, value=words.listed(shown, "or"))


def attribute_value(words: Words, name: str, value: str) -> str:
    """The value of a text attribute in quotation marks; a code by what it stands for."""
    if name == "source_channel":
        return words.label("channels", value)
    if name == "account_relation" and words.knows("values", value):
        return words.quoted(words.say("values", value))
    return words.quoted(value)


def score_line(words: Words, row: Row, value_types: dict[str, str]) -> str:
    """How many points a line gives, for what, and how they fade."""
    points = words.points(row["points"])
    if row["signal_kind"] == "attribute":
        said = attribute_condition(words, row, value_types)
        return words.say("sentences", "points_for_attribute", points=points, condition=said)
    happened = activity(words, row["signal"])
    if row["half_life_days"] is None:
        return words.say(
            "sentences",
            "points_for_activity_for_good",
            points=points,
            activity=happened,
            that=words.that(happened),
        )
    return words.say(
        "sentences",
        "points_for_activity",
        points=points,
        activity=happened,
        that=words.that(happened),
        days=words.days(row["half_life_days"]),
    )


def _activity_condition(words: Words, row: Row) -> str:
    number = _number(row["value"])
    if row["aggregate"] == "days":
        entry, amount = "activity_days", _days_of(words, row, number)
    else:
        entry, amount = "activity_count", _times(words, row, number)
    window = words.say("sentences", "in_cycle")
    if row["window_days"] is not None:
        window = words.say("sentences", "within", days=words.days(row["window_days"]))
    return words.say(
        "sentences",
        entry,
        activity=activity(words, row["signal"]),
        frequency=words.say("frequencies", row["operator"], value=amount),
        window=window,
    )


def _times(words: Words, row: Row, number: Decimal | None) -> str:
    if number is None:
        return words.quoted(str(row["value"]))
    if number == 1:
        return words.say("amounts", "once")
    return words.say("amounts", "times", number=words.number(number))


def _days_of(words: Words, row: Row, number: Decimal | None) -> str:
    if number is None:
        return words.quoted(str(row["value"]))
    if number == 1:
        return words.say("amounts", "one_day_of")
    return words.say("amounts", "days_of", number=words.number(number))


def _compared_number(words: Words, noun: str, row: Row, unit: str | None = None) -> str:
    number = _number(row["value"])
    if number is None:
        value = words.quoted(str(row["value"] or ""))
    else:
        value = words.points(number) if unit == "points" else words.number(number)
    return words.say("numbers", row["operator"], noun=noun, value=value)


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
