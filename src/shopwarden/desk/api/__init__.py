"""The JSON API: what another program may read of one shop, with a token of that shop."""

from __future__ import annotations
