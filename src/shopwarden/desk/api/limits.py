"""How often a program may ask: counted per minute and web process.

A runaway script is told to wait and leaves the desk to the people; it needs no store that
all processes share.
"""

from __future__ import annotations

import threading
from collections import Counter
from time import time
from typing import Final

WINDOW: Final = 60
PER_TOKEN: Final = 600
# Without a token that works, counted per address.
PER_STRANGER: Final = 60

_lock: Final = threading.Lock()
_counts: Final[Counter[str]] = Counter()
_minute = 0


def seconds_to_wait(who: str, most: int) -> int:
    """Count one request of `who`; return how long to wait if it is one too many, else 0."""
    global _minute
    now = int(time())
    with _lock:
        if now // WINDOW != _minute:
            _minute = now // WINDOW
            _counts.clear()
        _counts[who] += 1
        return WINDOW - now % WINDOW if _counts[who] > most else 0
