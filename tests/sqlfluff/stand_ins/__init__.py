"""What SQLFluff reads where a model calls a macro: one call of a function with the macro's name.

SQLFluff knows `ref`, `source`, `var` and the other words of dbt, not the project's macros. Writing
out what they expand to is dbt's business; a linter only needs an expression in their place. A new
macro that models call gets one line here, else SQLFluff says that it is undefined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

StandIn = Callable[..., str]


def _call(name: str) -> StandIn:
    """A stand-in that is written as the call of a function."""

    def call(*arguments: str | Sequence[str]) -> str:
        words = [part if isinstance(part, str) else ", ".join(part) for part in arguments]
        return f"{name}({', '.join(words)})"

    return call


class adapter:  # noqa: N801  (as dbt names it)
    """dbt's adapter, as far as models use it."""

    @staticmethod
    def quote(identifier: str) -> str:
        """The identifier in double quotes, as DuckDB writes it."""
        return f'"{identifier}"'


class dbt:  # noqa: N801  (as dbt names it)
    """dbt's cross-database macros, as far as models use them."""

    dateadd = staticmethod(_call("dateadd"))
    datediff = staticmethod(_call("datediff"))


as_of = _call("as_of")
business_clock = _call("business_clock")
business_date = _call("business_date")
code_of = _call("code_of")
comparison_defect = _call("comparison_defect")
condition_holds = _call("condition_holds")
country_spelling = _call("country_spelling")
day_start = _call("day_start")
domain_of = _call("domain_of")
elapsed_days = _call("elapsed_days")
event_parameter = _call("event_parameter")
first_of = _call("first_of")
ga4_person_id = _call("ga4_person_id")
is_machine_open = _call("is_machine_open")
is_scanner_click = _call("is_scanner_click")
local_instant = _call("local_instant")
microseconds_of = _call("microseconds_of")
person_named = _call("person_named")
power_of_two = _call("power_of_two")
joined_in_order = _call("joined_in_order")
rounded_quotient = _call("rounded_quotient")
surrogate_key = _call("surrogate_key")
timestamp_of_microseconds = _call("timestamp_of_microseconds")
whole_quotient = _call("whole_quotient")
whole_seconds_between = _call("whole_seconds_between")


def days_between(first_day: str, last_day: str) -> str:
    """A query of one column, as the macro is."""
    return f"select days_between({first_day}, {last_day}) as day_on"


def agreement_checksum() -> str:
    """A query of the two columns that the macro's query has."""
    return "select agreement_version, content_checksum from agreed"
