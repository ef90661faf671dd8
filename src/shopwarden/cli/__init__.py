"""The command line."""

from __future__ import annotations

from shopwarden.cli.main import main

__all__ = ["main"]
