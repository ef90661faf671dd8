"""Template tags of the desk, available in every template."""

from __future__ import annotations
