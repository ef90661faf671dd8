"""One file per export format: which columns it has and what each cell looks like."""

from __future__ import annotations
