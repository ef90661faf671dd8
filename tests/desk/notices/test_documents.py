"""What docs/webhooks.md tells receivers to do, done."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shopwarden.desk.notices.choices import Event
from shopwarden.desk.notices.sending import PAUSES, TRIES
from shopwarden.desk.notices.signing import new_secret, signed

DOCUMENT = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")
BODY = '{"type":"webhook.test","字":"店"}'.encode()


def _example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def is_ours() -> Callable[..., bool]:
    """The function of the document."""
    names: dict[str, Any] = {}
    exec(_example("python"), names)  # noqa: S102 - our own document
    function: Callable[..., bool] = names["is_ours"]
    return function


def test_the_function_of_the_document_knows_our_messages(is_ours: Callable[..., bool]) -> None:
    secret, other = new_secret(), new_secret()
    headers = signed("one", datetime.now(UTC), BODY, [other, secret])
    assert is_ours(headers, BODY, secret)
    assert is_ours(headers, BODY, other)
    assert not is_ours(headers, BODY + b" ", secret)
    assert not is_ours(headers, BODY, new_secret())
    old = signed("one", datetime.fromtimestamp(time.time() - 301, UTC), BODY, [secret])
    assert not is_ours(old, BODY, secret)


def test_the_line_of_shell_makes_our_signature(tmp_path: Path) -> None:
    secret = new_secret()
    headers = signed("one", datetime.now(UTC), BODY, [secret])
    (tmp_path / "body").write_bytes(BODY)
    facts = {"ID": "one", "STAMP": headers["webhook-timestamp"], "SECRET": secret}
    made = subprocess.run(
        ["sh", "-c", _example("sh")],
        cwd=tmp_path,
        env=os.environ | facts,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"v1,{made.stdout.strip()}" == headers["webhook-signature"]


def test_the_document_names_every_event_and_pause() -> None:
    assert [event for event in Event if f"`{event}`" not in DOCUMENT] == []
    assert TRIES == 10
    hours = [pause.total_seconds() / 3600 for pause in PAUSES]
    assert hours == [1 / 60, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24]
