"""People, their log-in, second factor and preferences."""

from __future__ import annotations
