from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shopwarden.detectors import Finding
from shopwarden.records import Severity

Make = Callable[..., Finding]


@pytest.fixture
def finding() -> Make:
    """Build a finding on the order ``o1``."""

    def make(**given: Any) -> Finding:
        usual: dict[str, Any] = {
            "subject_kind": "order", "platform": "taobao", "shop": "demo", "subject_id": "o1",
            "detector": "address", "code": "contradiction", "severity": Severity.CHECK,
            "score": 0.8, "metric": None, "value": None, "threshold": None, "field": None,
            "spans": (), "levels": (), "related": (),
        }  # fmt: skip
        return Finding(**usual | given)

    return make
