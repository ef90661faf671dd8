"""Shops and who works in them."""

from __future__ import annotations
