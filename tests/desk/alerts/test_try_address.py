"""The page that reads any address, and the counsel on the alert page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from shopwarden.desk.alerts import addresses
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.audit.models import AuditRow
from shopwarden.explain import Language
from shopwarden.places import Action

pytestmark = pytest.mark.django_db

WRONG = "福建省遵义市仁怀市酒都大道634号"
RIGHT = "贵州省遵义市仁怀市酒都大道634号"
HTMX = {"hx-request": "true"}


def test_the_page_teaches_before_anything_is_typed(agent_browser: Client) -> None:
    assert "with what looks wrong" in agent_browser.get("/addresses/").content.decode()


def test_an_address_is_drawn_judged_and_not_kept(agent_browser: Client) -> None:
    before = AuditRow.objects.count()
    answer = agent_browser.post("/addresses/", {"address": WRONG}, headers=HTMX)
    text = answer.content.decode()
    assert "<!doctype" not in text.lower()
    assert "634号" in text
    assert "The province and the city do not fit" in text
    assert RIGHT in text
    assert "no-store" in answer["Cache-Control"]
    assert AuditRow.objects.count() == before


def test_without_scripts_the_whole_page_answers(agent_browser: Client) -> None:
    text = agent_browser.post("/addresses/", {"address": RIGHT}).content.decode()
    assert "This address looks right." in text
    assert f">{RIGHT}</textarea>" in text


def test_counsel_says_what_was_probably_meant() -> None:
    counsel = addresses.counsel(WRONG, Language.ZH)
    assert (counsel.action, counsel.suggested, counsel.is_certain) == (Action.ASK, RIGHT, True)
    assert counsel.changes == ("福建省 → 贵州省（与其余部分不符）",)
    assert "贵州省遵义市仁怀市" in counsel.question
    assert (counsel.masked.suggested, counsel.masked.question) == ("", "")
    assert addresses.counsel(RIGHT, Language.ZH).action == Action.SHIP


def test_the_question_is_shown_after_a_recorded_look_only(
    alert: Alert, agent_browser: Client
) -> None:
    path = f"/alerts/{alert.id}/"
    with translation.override("en"):
        masked = agent_browser.get(path).content.decode()
        opened = agent_browser.post(f"{path}reveal/", {"purpose": "chat"}).content.decode()
    assert "To ask the buyer" not in masked
    assert "ready to paste" in masked
    assert "To ask the buyer" in opened
