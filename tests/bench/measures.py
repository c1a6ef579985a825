"""What a benchmark found, beside what it is held against."""

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


def run_program(command: list[str | Path], environment: Mapping[str, str]) -> Run:
    """Run a program to its end and return its CPU seconds, peak memory in MiB and wall seconds."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(environment), stdout=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = used.ru_maxrss * unit / 2**20
    return Run(used.ru_utime + used.ru_stime, peak, time.perf_counter() - began)


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
