"""A seeded generator of believable shops with planted attacks and honest oddities.

``generate`` writes export files as the marketplaces give them, and ``truth.csv``, which says
what was planted where. Nothing here shares data or code with the detectors: the generator is
the independent witness they are judged against. Every person, phone and shop is invented.
"""

from __future__ import annotations

from shopwarden.demo.generate import FileSummary, Summary, generate

__all__ = ["FileSummary", "Summary", "generate"]
