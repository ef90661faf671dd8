"""The pipeline from records to findings."""

from __future__ import annotations

from shopwarden.scan.pipeline import OPEN_STATUSES, ScanResult, newest_time, scan

__all__ = ["OPEN_STATUSES", "ScanResult", "newest_time", "scan"]
