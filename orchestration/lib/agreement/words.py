"""One language of the page: its words, and how it writes numbers, dates and lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("en", "fr")
FILE = Path(__file__).with_name("words.yml")

# No line ends between these and what they belong to; the thin space parts thousands.
SPACE, THIN_SPACE, MINUS = "\u00a0", "\u202f", "\u2212"


@cache
def dictionary() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Every word of words.yml: group, code, language."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        str(group): {str(code): texts for code, texts in entries.items()}
        for group, entries in read.items()
    }


class Words:
    """The words of one language, labels of the seeds included.

    labels has, per seed (activities, attributes, channels, metrics), code and text. What is asked
    for and has neither is shown as its code, and kept in `untranslated`.
    """

    def __init__(self, language: str, labels: Mapping[str, Mapping[str, str]]) -> None:
        self.language = language
        self.untranslated: set[str] = set()
        self._labels = labels

    # ------------------------------------------------------------ words

    def knows(self, group: str, code: str) -> bool:
        """Whether words.yml has the code."""
        return code in dictionary().get(group, {})

    def say(self, group: str, code: str, /, **values: str) -> str:
        """The text of a code with its values put in; the code itself where there is none."""
        if not self.knows(group, code):
            return self._missing(group, code)
        text = dictionary()[group][code][self.language]
        return self._spaced(text).format(**values)

    def label(self, seed: str, code: str) -> str:
        """What a seed of seeds/reference calls the code, in quotation marks."""
        text = self._labels.get(seed, {}).get(code)
        return self.quoted(self._spaced(text)) if text else self._missing(seed, code)

    def _missing(self, group: str, code: str) -> str:
        self.untranslated.add(f"{group}: {code}")
        return self.quoted(code.replace("_", " "))

    def _spaced(self, text: str) -> str:
        if self.language != "fr":
            return text
        return re.sub(r"« ", f"«{SPACE}", re.sub(r" ([:;!?%»])", rf"{SPACE}\1", text))

    # ------------------------------------------------------------ forms

    def quoted(self, text: str) -> str:
        """A text that is named rather than said."""
        return f"«{SPACE}{text}{SPACE}»" if self.language == "fr" else f"\u201c{text}\u201d"

    def listed(self, texts: Sequence[str], conjunction: str) -> str:
        """a, b or c; the conjunction is `and` or `or`."""
        if len(texts) < 2:
            return "".join(texts)
        word = self.say("sentences", conjunction)
        return f"{', '.join(texts[:-1])} {word} {texts[-1]}"

    def that(self, following: str) -> str:
        """`que` before what it introduces, or `qu'`; nothing where the language needs none."""
        if self.language != "fr":
            return ""
        return "qu'" if following[:1].lower() in "aeiouyàâéèêëîïôùûœh" else "que "

    def number(self, value: Decimal | int) -> str:
        """12,345.5 or 12 345,5: as many digits as the number has, none that say nothing."""
        plain = f"{Decimal(value).normalize():,f}"
        if self.language == "fr":
            plain = plain.replace(",", THIN_SPACE).replace(".", ",")
        return plain.replace("-", MINUS)

    def percent(self, ratio: Decimal) -> str:
        """0.75 as 75% or 75 %."""
        return self.say("units", "ratio", number=self.number(ratio * 100))

    def day(self, day: date) -> str:
        """1 July 2025 or 1 juillet 2025."""
        return f"{day.day} {self.say('months', str(day.month))} {day.year}"

    def amount(self, value: Decimal | int, one: str, several: str) -> str:
        """1 day, 2 days: the number with the entry of `amounts` that goes with it.

        French keeps the singular below 2, English only for 1.
        """
        size = abs(Decimal(value))
        singular = size < 2 if self.language == "fr" else size == 1
        return self.say("amounts", one if singular else several, number=self.number(value))

    def days(self, value: Decimal | int) -> str:
        """1 day, 90 days."""
        return self.amount(value, "day", "days")

    def points(self, value: Decimal | int) -> str:
        """1 point, 15 points."""
        return self.amount(value, "point", "points")

    def duration(self, minutes: int) -> str:
        """90 minutes as 1 hour 30 minutes."""
        hours, rest = divmod(minutes, 60)
        parts = [self.amount(hours, "hour", "hours")] if hours else []
        if rest or not hours:
            parts.append(self.amount(rest, "minute", "minutes"))
        return " ".join(parts)


def sentence(text: str) -> str:
    """The text with a capital first and a full stop last."""
    capital = text[:1].upper() + text[1:]
    return capital if capital.endswith((".", ":")) else f"{capital}."
