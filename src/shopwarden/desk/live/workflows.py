"""What the worker does for the table of events."""

from __future__ import annotations

from typing import Final

from dbos import ScheduleInput

from shopwarden.desk.live.filling import fill

SCHEDULES: Final[list[ScheduleInput]] = []
AT_START: Final = (fill,)
