"""What every app of the desk stands on."""

from __future__ import annotations
