"""Fields several apps use."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from shopwarden.desk.common.fields import NameField


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" 林 小满 ", "林 小满"),
        ("a\u202egnp.exe", "a gnp.exe"),
        ("两\r\n行", "两 行"),
        ("a\u200bb", "a b"),
    ],
)
def test_a_name_is_what_is_seen(typed: str, read: str) -> None:
    assert NameField(max_length=20).clean(typed) == read


def test_a_name_nobody_sees_is_none() -> None:
    with pytest.raises(ValidationError):
        NameField().clean("\u202e\u200b")
