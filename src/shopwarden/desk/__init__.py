"""The desk: a Django project that stores, shows and records what people decide."""

from __future__ import annotations
