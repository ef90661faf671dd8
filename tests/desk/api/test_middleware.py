from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


def test_a_program_gets_no_cookie_and_nothing_is_kept(ask: Ask) -> None:
    answer = ask("alerts", language="zh-CN")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert (answer["Content-Language"], answer["Vary"]) == ("zh-hans", "Accept-Language")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(answer.content))


def test_the_language_is_that_of_the_request_only(ask: Ask) -> None:
    assert ask("alerts", language="en")["Content-Language"] == "en"
    assert ask("alerts", language="")["Content-Language"] == "zh-hans"


def test_a_host_that_is_not_ours_is_refused(ask: Ask) -> None:
    assert Client().get("/api/v1/alerts", headers={"host": "elsewhere.example"}).status_code == 400


def test_pages_about_the_api_are_for_people(ask: Ask) -> None:
    assert Client().get("/api/v1/docs").status_code == 302
    assert Client().get("/api/v1/openapi.json").status_code == 200
    assert Client().get("/api/v1/nothing").json()["code"] == "request.unknown_address"
