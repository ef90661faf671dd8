"""Run the opening of a dangerous file in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from shopwarden.sources import child
from shopwarden.sources.errors import SourceError

_STOPPED_BY_CLOCK: Final = {9, 24}  # SIGKILL of the hard limit, SIGXCPU of the soft one


def run(task: str, path: Path, label: str, folder: str, *, memory: int, seconds: int) -> Any:
    """Do `task` of `child` on a file within `memory` bytes and `seconds` of processor time.

    Raises
    ------
    SourceError
        ``file.encrypted``, ``file.unreadable`` or ``workbook.limits``.
    """
    # Run as a file, the child loads nothing of ours, and nothing from where we stand (-P).
    # Absolute, not resolved: the desk hands over links to files that have no name of their own.
    command = [sys.executable, "-P", child.__file__, task, str(path.absolute()), folder]
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the path is one argument)
            [*command, str(memory), str(seconds)],
            capture_output=True,
            check=False,
            timeout=4 * seconds + 20,
            env=os.environ | {"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError("workbook.limits", file=label, what="seconds") from error
    if done.returncode == 0:
        return json.loads(done.stdout)
    if done.returncode == child.ENCRYPTED:
        raise SourceError("file.encrypted", file=label)
    if -done.returncode in _STOPPED_BY_CLOCK:
        raise SourceError("workbook.limits", file=label, what="seconds")
    if done.returncode == child.NO_MEMORY or (done.returncode < 0 and task == "workbook"):
        raise SourceError("workbook.limits", file=label, what="memory")
    raise SourceError("file.unreadable", file=label, why="damaged")
