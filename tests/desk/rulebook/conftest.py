"""Lists of a shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from shopwarden.desk.alerts import selectors as counted
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.intake import vault
from shopwarden.desk.rulebook.choices import ListKind
from shopwarden.desk.rulebook.models import ListChange
from shopwarden.desk.rulebook.services import set_list
from shopwarden.desk.shops.models import Shop


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of this test."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    counted.forget_counts()
    return tmp_path


@pytest.fixture
def put() -> Callable[..., ListChange]:
    """Return a function that puts a list in place for a shop."""

    def do(
        shop: Shop,
        text: str,
        name: str = "名单.csv",
        *,
        kind: ListKind = ListKind.BLOCKED,
        scope: Scope | None = None,
        replace: bool = True,
    ) -> ListChange:
        writer = vault.Writer(uuid4(), shop.id)
        writer.write(text.encode())
        return set_list(
            scope=scope or system_scope(shop.id),
            shop_id=shop.id,
            kind=kind,
            name=name,
            received=writer.finish(),
            replace=replace,
        )

    return do
