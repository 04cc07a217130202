"""Reads who answers for what, and where to write to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from orchestration.lib.errors import UserError


@dataclass(frozen=True)
class Owner:
    """A team and its addresses, as Apprise writes them."""

    name: str
    label: str
    urls: tuple[str, ...]


def load_owners(path: Path, environment: Mapping[str, str]) -> dict[str, Owner]:
    """The owners of owners.yml, with the addresses that the environment holds.

    Raises UserError when the file is missing or an entry lacks its label or urls.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))["owners"]
    except (FileNotFoundError, KeyError, TypeError, yaml.YAMLError) as error:
        raise UserError(f"{path}: it must hold a list of owners ({error}).") from error
    owners = {}
    for name, entry in entries.items():
        if not isinstance(entry, dict) or not {"label", "urls"} <= set(entry):
            raise UserError(f"{path}: owner {name} needs a label and urls.")
        urls = tuple(url for variable in entry["urls"] for url in _urls(environment, variable))
        owners[name] = Owner(name, entry["label"], urls)
    return owners


def _urls(environment: Mapping[str, str], variable: str) -> list[str]:
    return environment.get(variable, "").split()
