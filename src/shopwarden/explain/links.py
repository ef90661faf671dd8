"""Links between accounts in words."""

from __future__ import annotations

from typing import Final

from shopwarden.explain.language import Language, Text
from shopwarden.explain.words import LINKS
from shopwarden.links import LinkKind

_CROWD: Final = Text(
    "{accounts} 个账号用过这个{kind}，过于常见，不据此关联账号",
    "{accounts} accounts used this {kind}: too common to link anybody",
)


def crowd_sentence(kind: LinkKind, accounts: int, language: Language) -> str:
    """Say why a key that many accounts used links none of them."""
    return _CROWD.in_(language, accounts=accounts, kind=LINKS[kind].in_(language))
