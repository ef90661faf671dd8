"""Intake: uploaded files become stored records and alerts; what cannot be read waits here."""

from __future__ import annotations
