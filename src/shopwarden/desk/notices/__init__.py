"""What the desk tells other programs: the one outbox, and who is told what."""

from __future__ import annotations
