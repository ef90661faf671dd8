"""What a shop itself knows and decides by: its lists, and later its rules."""

from __future__ import annotations
