"""Stored records: what the shop's sources said, merged, with personal data sealed."""

from __future__ import annotations
