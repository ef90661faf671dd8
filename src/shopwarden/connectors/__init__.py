"""What speaks to the world outside: thin clients, all through one module, ``net``."""

from __future__ import annotations
