"""Another time for what happens inside a block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the desk think it is `moment`, in this process.

    Only for filling a desk that serves nobody yet.
    """
    with patch.object(timezone, "now", lambda: moment):
        yield
