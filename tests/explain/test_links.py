"""Links in words."""

from __future__ import annotations

from shopwarden.explain import Language
from shopwarden.explain.links import crowd_sentence
from shopwarden.explain.words import LINKS
from shopwarden.links import LinkKind


def test_every_kind_has_words() -> None:
    assert set(LINKS) == set(LinkKind)


def test_a_crowd_is_explained() -> None:
    assert crowd_sentence(LinkKind.PHONE, 500, Language.ZH) == (
        "500 个账号用过这个收货电话，过于常见，不据此关联账号"
    )
    assert crowd_sentence(LinkKind.PHONE, 500, Language.EN) == (
        "500 accounts used this receiver phone: too common to link anybody"
    )
