"""What a password must be."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from shopwarden.desk.accounts.models import User


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("短", "密码太短，至少需要 10 个字符。"),
        ("1234567890", "这个密码太常见了。"),
    ],
)
def test_weak_passwords_are_explained_in_chinese(password: str, sentence: str) -> None:
    with translation.override("zh-hans"), pytest.raises(ValidationError) as refusal:
        validate_password(password)
    assert refusal.value.messages == [sentence]


def test_own_name_is_no_password() -> None:
    person = User(email="lindianzhu@shop.example", name="林店主")
    with pytest.raises(ValidationError):
        validate_password("lindianzhu@shop", person)


def test_a_sentence_is_fine() -> None:
    validate_password("今天天气很好我们去散步吧")
