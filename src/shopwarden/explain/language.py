"""Which of the two languages a person reads, and how a text in both is kept."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """The languages everything is written in."""

    ZH = "zh"
    EN = "en"


class Text(NamedTuple):
    """One text in both languages; placeholders as for ``str.format``."""

    zh: str
    en: str

    def in_(self, language: Language, **facts: object) -> str:
        """Return the text in `language` with the placeholders filled."""
        return (self.zh if language is Language.ZH else self.en).format(**facts)


def preferred(environment: dict[str, str] | None = None) -> Language:
    """Return the language the environment asks for; Chinese where it does not say."""
    variables = os.environ if environment is None else environment
    for name in ("SHOPWARDEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = variables.get(name, "")
        if value.startswith(("zh", "en")):
            return Language(value[:2])
    return Language.ZH
