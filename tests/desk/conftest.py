"""A desk for the tests: the real settings, a folder of its own, people and shops."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_FOLDER = tempfile.TemporaryDirectory(prefix="desk-tests-")
os.environ["SHOPWARDEN_DATA"] = str(Path(_FOLDER.name) / "data")

from shopwarden.desk import start  # noqa: E402 - the settings read the folder

start.configure()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from shopwarden.desk import keys  # noqa: E402
from shopwarden.desk.accounts.models import User  # noqa: E402
from shopwarden.desk.accounts.services import create_user  # noqa: E402
from shopwarden.desk.common.roles import Role  # noqa: E402
from shopwarden.desk.common.scope import Scope, system_scope  # noqa: E402
from shopwarden.desk.shops.models import Membership, Shop  # noqa: E402
from shopwarden.desk.shops.selectors import scope_of  # noqa: E402
from shopwarden.desk.shops.services import add_member, create_shop  # noqa: E402

PASSWORD = "a calm long sentence"

keys.make_data_key()
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Where the files of a start would be; the web server's part warns when it is not there.
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Leave the database's name alone: each parallel process has its own, in memory."""


@pytest.fixture
def shop(db: None) -> Shop:
    """A shop."""
    return create_shop(name="青禾家居")


@pytest.fixture
def other_shop(db: None) -> Shop:
    """A shop of other people."""
    return create_shop(name="北岸茶行")


@pytest.fixture
def join(db: None) -> Callable[..., Membership]:
    """Return a function that puts a new person into a shop."""
    people = iter(range(1, 1000))

    def put(shop: Shop, role: Role, *, user: User | None = None) -> Membership:
        number = next(people)
        email = user.email if user else f"person{number}@shop.example"
        member = add_member(
            scope=system_scope(shop.id), shop_id=shop.id, email=email, name="小林", role=role
        ).member
        if not user:
            member.user.set_password(PASSWORD)
            member.user.save()
        return member

    return put


@pytest.fixture
def owner(shop: Shop, join: Callable[..., Membership]) -> Membership:
    """The owner of the shop."""
    return join(shop, Role.OWNER)


@pytest.fixture
def by_owner(owner: Membership) -> Scope:
    """The owner's scope."""
    return scope_of(owner.user)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """Return a function that gives the browser of a person who is signed in."""

    def browser(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def owner_browser(owner: Membership, sign_in: Callable[[User], Client]) -> Client:
    """The browser of the owner."""
    return sign_in(owner.user)


@pytest.fixture
def visitor() -> Client:
    """The browser of nobody in particular."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def newcomer(db: None) -> User:
    """A person without a password or shop."""
    return create_user(email="new@shop.example", name="新同事")


@pytest.fixture
def data_key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The path of a key file of this test, which is not there yet."""
    from shopwarden.desk.common import crypto

    path = tmp_path / "keys"
    monkeypatch.setenv("SHOPWARDEN_KEY_FILE", str(path))
    crypto.forget_keys()
    yield path
    monkeypatch.undo()
    crypto.forget_keys()
