"""The steps that make the gazetteer: sources, names, divisions, patterns, surprise."""

from __future__ import annotations
