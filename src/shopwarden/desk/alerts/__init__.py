"""Alerts: one thing to handle each, from the finding to the decision."""

from __future__ import annotations
