"""The machine and the programs that a measure was taken with."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

CPU_INFO, MEMORY_INFO = Path("/proc/cpuinfo"), Path("/proc/meminfo")


def describe() -> str:
    """Processor, cores, memory and versions, in one line."""
    cores, memory = os.cpu_count() or 1, _memory_gigabytes()
    programs = {"DuckDB": "duckdb", "dbt": "dbt-core", "dbt-duckdb": "dbt-duckdb"}
    versions = [f"{name} {version(package)}" for name, package in programs.items()]
    python = f"Python {platform.python_version()}"
    words = [f"{cores} cores of {_processor()}", f"{memory:.0f} GB", *versions, python]
    return ", ".join(words)


def _processor() -> str:
    """The processor's own name, or its architecture where Linux knows none."""
    for line in CPU_INFO.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def _memory_gigabytes() -> float:
    """What the machine has, in 10^9 bytes."""
    for line in MEMORY_INFO.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name == "MemTotal":
            return int(value.split()[0]) * 1024 / 1e9
    return 0.0
