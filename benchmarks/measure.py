"""Runs a command and measures its whole process tree: time, processor and memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from orchestration.lib.errors import UserError

EVERY_SECONDS = 0.05
PROC = Path("/proc")


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the wall, CPU-seconds, the peak of its memory in bytes.

    CPU-seconds are user and system of every process that it started and waited for. Memory is the
    largest sum of what all of them held at one moment; a page that several processes share counts
    once among them.
    """

    wall: float
    cpu: float
    memory: int


def _children(process: int) -> list[int]:
    """The processes that a process started and that still run."""
    found = []
    for thread in (PROC / str(process) / "task").iterdir():
        found += (thread / "children").read_text().split()
    return [int(child) for child in found]


def _share(process: int) -> int:
    """The bytes that a process holds in memory, its share of what others hold too (Linux: PSS)."""
    for line in (PROC / str(process) / "smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name == "Pss":
            return int(rest.split()[0]) * 1024
    # It has ended, and nobody has waited for it yet.
    return 0


def memory_of(root: int) -> int:
    """The bytes that a process and all below it hold in memory."""
    waiting, held = [root], 0
    while waiting:
        process = waiting.pop()
        try:
            held += _share(process)
            waiting += _children(process)
        except OSError:
            # It has ended meanwhile.
            continue
    return held


class _Watch(threading.Thread):
    """Samples the memory of a process tree until it is stopped."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.peak, self.over = root, 0, threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            self.peak = max(self.peak, memory_of(self.root))
            self.over.wait(EVERY_SECONDS)


def run(
    command: Sequence[str],
    log: Path,
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Runs a command in a folder, with what it prints in a log, and says what it took.

    environment is added to that of this process. Raises UserError when the command fails.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        watch = _Watch(process.pid)
        watch.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        finally:
            watch.over.set()
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
    if process.returncode != 0:
        text = log.read_text(encoding="utf-8", errors="replace").splitlines()
        said = "\n".join(text[-15:])
        raise UserError(f"{' '.join(command)} ended with {process.returncode}:\n{said}\nLog: {log}")
    return Cost(round(wall, 2), round(used.ru_utime + used.ru_stime, 2), watch.peak)
