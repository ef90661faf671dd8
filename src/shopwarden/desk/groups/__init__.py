"""Groups of accounts that share devices, phones, places …: found, drawn, acted upon together."""

from __future__ import annotations
