"""The rooms import each other only along the arrows, and none drags in the web."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "shopwarden"
PACKAGE = "shopwarden"

# room -> the rooms it may import. `errors` is the root everything may use.
ARROWS = {
    "records": set(),
    "sources": {"records"},
    "places": set(),
    "features": {"records"},
    "links": {"records", "places"},
    "rules": {"records"},
    "detectors": {"records", "places", "features", "links", "rules"},
    "scan": {"records", "detectors"},
    "risk": {"records", "features", "detectors"},
    "explain": {
        "records",
        "sources",
        "places",
        "features",
        "links",
        "rules",
        "detectors",
        "scan",
        "risk",
    },
    "demo": {"records"},
    "connectors": {"records"},
}
ARROWS["desk"] = set(ARROWS)
ARROWS["cli"] = set(ARROWS)
WEB = ("django", "ninja", "dbos", "granian", "httpx", "requests", "urllib3", "aiohttp")

# What can open a connection. Only the one network module does, and who asks this machine about
# itself: whether a port is free, whether the desk has come up.
NETWORK = (
    "socket", "ssl", "http.client", "http.server", "urllib.request", "ftplib", "imaplib",
    "poplib", "smtplib", "socketserver", "telnetlib", "xmlrpc", "urllib3", "httpx", "httpcore",
    "requests", "aiohttp", "websockets", "pycurl",
)  # fmt: skip
OPENERS = ("connectors/net/", "desk/processes.py", "cli/serve.py")


def _rooms() -> list[str]:
    return sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists())


def _imports(room: str) -> Iterator[tuple[str, str]]:
    for path in (SOURCE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                yield str(path), node.module or ""
            elif isinstance(node, ast.Import):
                yield from ((str(path), alias.name) for alias in node.names)


def test_every_room_is_in_the_table() -> None:
    assert set(_rooms()) <= set(ARROWS)


@pytest.mark.parametrize("room", _rooms())
def test_room_follows_its_arrows(room: str) -> None:
    allowed = ARROWS[room] | {room, "errors"}
    wrong = [
        f"{path} imports {module}"
        for path, module in _imports(room)
        if module.startswith(f"{PACKAGE}.") and module.split(".")[1] not in allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("room", _rooms())
def test_only_the_network_module_opens_connections(room: str) -> None:
    wrong = [
        f"{path} imports {module}"
        for path, module in _imports(room)
        if f"{module}.".startswith(tuple(f"{name}." for name in NETWORK))
        if not path.removeprefix(f"{SOURCE}/").startswith(OPENERS)
    ]
    assert wrong == []


@pytest.mark.parametrize("room", [room for room in _rooms() if room not in {"desk", "cli"}])
def test_pure_room_loads_no_web_framework(room: str) -> None:
    code = f"import sys, {PACKAGE}.{room}; print(sorted(set(sys.modules) & set({WEB!r})))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_help_imports_nothing_heavy() -> None:
    heavy = ("polars", "numpy", "rich", "phonenumbers", "fastexcel", "xlsxwriter", *WEB)
    code = (
        "import sys\nfrom shopwarden.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print(sorted(set(sys.modules) & set({heavy!r})), file=sys.stderr)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stderr.strip() == "[]"
    assert "scan" in shown.stdout
