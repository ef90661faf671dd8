"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# Speed is shown by benchmarks; a slow machine must not fail a property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
