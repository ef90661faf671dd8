"""Time and peak memory of one command, as the operating system counts them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from typing import NamedTuple

KIB = 1024


class Cost(NamedTuple):
    """What a finished command took: seconds on the wall, seconds of processor, peak bytes."""

    wall: float
    cpu: float
    peak: int


def run(command: Sequence[object]) -> Cost:
    """Run `command` to its end, its output thrown away; fail when it fails."""
    begin = time.perf_counter()
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    wall = time.perf_counter() - begin
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KIB)
