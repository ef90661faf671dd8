"""A made-up shop at work, to look around in: people, orders, alerts in every state.

Everything comes the way real data come: files of ``shopwarden.demo`` are imported, people
call and decide through the services. Only the clock is told, so that an alert of yesterday
was opened yesterday in every table and in the audit log.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class LogIn(NamedTuple):
    """A person of the demo, printed for who started it."""

    role: str
    shop: str
    email: str
    password: str


class Demo(NamedTuple):
    """What to tell who started it: who can sign in, and which file to upload."""

    log_ins: list[LogIn]
    upload: Path


def load(data_dir: Path) -> Demo | None:
    """Fill an empty desk; one that was filled before, or is in use, is left as it is.

    Parameters
    ----------
    data_dir
        The folder of the data; the file to upload is put into its folder ``demo``.

    Returns
    -------
    Demo | None
        Nothing if the people at the desk are not those of the demo.
    """
    # Only a demo needs what they import.
    from shopwarden.desk.accounts.models import User
    from shopwarden.desk.demo import history, people

    upload = data_dir / "demo" / "taobao-orders-today.csv"
    if not User.objects.exists():
        history.play(upload)
    known = User.objects.filter(email=people.log_ins()[0].email).exists()
    return Demo(people.log_ins(), upload) if known else None
