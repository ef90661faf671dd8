"""Migrations: named, reversible, additive first."""

from __future__ import annotations
