"""What a benchmark found, beside what it is held against."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.browser.serving import ROOT


@dataclass(frozen=True)
class Measure:
    """A figure; `budget` is the most it may be, or the least when `least`.

    With `of_ratio` the budget is for value / baseline. Wall times are only `shown`: they say more about the machine.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    budget: float | None = None
    least: bool = False
    of_ratio: bool = False
    shown: bool = False

    @property
    def ratio(self) -> float | None:
        """The value in units of the baseline."""
        return self.value / self.baseline if self.baseline else None

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None without one."""
        held = self.ratio if self.of_ratio else self.value
        if self.budget is None or held is None:
            return None
        return held >= self.budget if self.least else held <= self.budget

    @property
    def broken(self) -> bool:
        """Whether the benchmark has failed by this."""
        return self.kept is False and not self.shown


def cpu_of_group(group: int) -> float:
    """Return the CPU seconds that the living processes of a group have used so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    """What a program used."""

    cpu: float
    peak: float
    wall: float


MEASURING = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
wall = time.perf_counter() - began
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss, wall]))
"""
"""Runs a program from a small one: memory that its parent holds would be counted as its own."""


def run_program(command: list[str | Path], environment: Mapping[str, str]) -> Run:
    """Run a program to its end and return its CPU seconds, peak memory in MiB and wall seconds."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURING, *command],
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=True,
    )
    code, cpu, peak, wall = json.loads(done.stdout)
    if code:
        raise subprocess.CalledProcessError(code, command, stderr=done.stderr)
    return Run(cpu, peak * (1 if sys.platform == "darwin" else 1024) / 2**20, wall)


def cpu_of(act: Callable[[], object], times: int) -> float:
    """Return the CPU milliseconds of one act in this process."""
    act()
    began = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - began) / times * 1000


def percentile(values: list[float], percent: int) -> float:
    """Return the value below which this share of the values lies."""
    return sorted(values)[min(len(values) * percent // 100, len(values) - 1)]
