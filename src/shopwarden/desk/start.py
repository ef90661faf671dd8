"""From an empty folder to a desk that can answer: what happens before web and worker run."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

import django
from django.conf import settings

from shopwarden.desk import environment, keys, translations
from shopwarden.desk.errors import ConfigurationError

SETTINGS: Final = "shopwarden.desk.settings"
_ADDRESS: Final = "address"


def configure(data: Path | None = None) -> None:
    """Make folder, texts and Django ready for use; safe to call again.

    Raises
    ------
    ConfigurationError
        See ``desk.environment`` and ``desk.keys``; ``data.not_writable`` (path).
    """
    if data is not None:
        os.environ["SHOPWARDEN_DATA"] = str(data.expanduser().absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    folder = environment.data_dir()
    # Whatever the rights of a folder that was there before: what we make is ours alone.
    os.umask(0o077)
    with _saying_if_not_writable(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for database in folder.glob("*.sqlite3*"):
            database.chmod(0o600)
        keys.make_django_key()
        # Before Django looks for them: it reads a language once.
        translations.compile_all(settings.OWN_APPS, settings.DATA / "locale")
    django.setup()


def prepare() -> None:
    """Bring database, keys and static files up to date.

    Raises
    ------
    ConfigurationError
        ``database.unusable`` (why), ``data.not_writable`` (path), and those of `check_keys`.
    """
    from django.core.management import call_command
    from django.db import DatabaseError
    from sqlalchemy.exc import DatabaseError as WorkflowsError

    with _saying_if_not_writable(settings.DATA):
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        except (DatabaseError, WorkflowsError) as error:
            why = str(error).partition("\n")[0]
            raise ConfigurationError("database.unusable", why=why) from error
        check_keys()
        _collect_static()


def claim() -> None:
    """Keep other desks and workers of the same name away while this process lives.

    Raises
    ------
    ConfigurationError
        ``data.in_use`` (path): one is running.
    """
    name = environment.text("SHOPWARDEN_EXECUTOR", "local")
    path = environment.data_dir() / f"{sha256(name.encode()).hexdigest()[:8]}.lock"
    with _saying_if_not_writable(path.parent):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        # Held until the process ends, however it ends.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise ConfigurationError("data.in_use", path=str(path.parent)) from error


def remember_address(url: str) -> None:
    """Note where this desk answers, for commands that print links."""
    (environment.data_dir() / _ADDRESS).write_text(url, encoding="utf-8")


def take_last_address(data: Path | None) -> None:
    """Go by the address of the last ``serve`` of a folder, unless another is set."""
    folder = data.expanduser().absolute() if data else environment.data_dir()
    path = folder / _ADDRESS
    if path.exists():
        os.environ.setdefault("SHOPWARDEN_URL", path.read_text(encoding="utf-8"))


@contextmanager
def _saying_if_not_writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigurationError("data.not_writable", path=str(folder)) from error


def finish() -> None:
    """Close the database in a process that only watches over others."""
    from django.db import connections

    connections.close_all()


def check_keys() -> None:
    """Make the data key at the first start; later refuse a missing or wrong one.

    Raises
    ------
    ConfigurationError
        ``keys.missing`` (path) or ``keys.wrong`` (path, number): sealed data exist that the
        key file cannot open.
    """
    from shopwarden.desk.common import crypto
    from shopwarden.desk.common.models import KeyCheck

    expected = dict(KeyCheck.objects.values_list("number", "answer"))
    if not expected:
        keys.make_data_key()
    crypto.forget_keys()
    answers = crypto.answers()
    for number, answer in expected.items():
        if not secrets.compare_digest(answers.get(number, ""), answer):
            raise ConfigurationError("keys.wrong", path=str(keys.data_key_path()), number=number)
    KeyCheck.objects.bulk_create(
        KeyCheck(number=number, answer=answer)
        for number, answer in answers.items()
        if number not in expected
    )


def setup_token() -> str | None:
    """Return the token that opens the first-owner page, or nothing once there are people."""
    from shopwarden.desk.accounts.models import User

    if User.objects.exists():
        return None
    token = secrets.token_urlsafe(16)
    os.environ["SHOPWARDEN_SETUP_TOKEN"] = token
    return token


def _collect_static() -> None:
    """Copy, hash and compress the static files, unless they are the ones of the last start."""
    from django.core.management import call_command

    stamp = settings.STATIC_ROOT / ".stamp"
    state = sha256("\n".join(_static_files()).encode()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state, encoding="ascii")


def _static_files() -> Iterator[str]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            yield f"{path} {storage.size(path)} {storage.get_modified_time(path).isoformat()}"
