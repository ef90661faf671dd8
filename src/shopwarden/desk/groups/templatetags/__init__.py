"""Template tags of the pages of groups."""

from __future__ import annotations
