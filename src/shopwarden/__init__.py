"""shopwarden: a protection desk for people who sell online."""

from __future__ import annotations

__version__ = "0.1.0"
