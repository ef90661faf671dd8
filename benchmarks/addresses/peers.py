"""Other address parsers: an install folder for each, and the child process of an engine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

ENGINE = Path(__file__).with_name("engine.py")
FOLDER = user_cache_path("shopwarden", "shopwarden") / "peers"


class Peer(NamedTuple):
    """A package to compare with, and what it forgets to require."""

    name: str
    version: str
    missing: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Where it is installed: two of the peers share an import name."""
        return FOLDER / f"{self.name}-{self.version}"


PEERS = (
    Peer("cpca", "0.5.5", ("setuptools<81",)),
    Peer("addressparser", "0.2.4", ("six", "setuptools<81")),
    Peer("cpca-linch", "0.5.2"),
    Peer("jionlp", "1.5.31"),
)


def installed(peers: Sequence[Peer] = PEERS) -> Iterator[Peer]:
    """Install what is not there yet; name on stderr what cannot be fetched and go on."""
    for peer in peers:
        if peer.folder.is_dir() or _install(peer):
            yield peer


def _install(peer: Peer) -> bool:
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Moved into place when complete, so that half an installation is never used.
    scratch = Path(tempfile.mkdtemp(dir=FOLDER))
    print(f"Installing {peer.name} {peer.version} into {peer.folder} …", file=sys.stderr)
    wanted = [f"{peer.name}=={peer.version}", *peer.missing]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-warn-conflicts"]
    done = subprocess.run(
        [*pip, "--target", scratch, *wanted], capture_output=True, text=True, check=False
    )
    if done.returncode:
        shutil.rmtree(scratch)
        reason = (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
        print(f"{peer.name} cannot be fetched, its rows are left out: {reason}", file=sys.stderr)
        return False
    scratch.replace(peer.folder)
    return True


class Child:
    """One engine in a process of its own, which answers one question at a time."""

    def __init__(self, engine: str, folder: Path | None = None) -> None:
        # A peer sees the standard library and its own folder, and none of our packages.
        bare = [] if folder is None else ["-I", "-S"]
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed below
        self._process = subprocess.Popen(
            [sys.executable, *bare, ENGINE, engine, str(folder or "")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )
        self.startup = float(self._answer()["seconds"])

    def ask(self, question: str, **fields: object) -> dict[str, Any]:
        """Return the engine's answer."""
        assert self._process.stdin is not None  # noqa: S101 - opened as a pipe
        self._process.stdin.write(json.dumps({"ask": question, **fields}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None  # noqa: S101 - opened as a pipe
        line = self._process.stdout.readline()
        if not line:
            self._said.seek(0)
            raise SystemExit(
                f"{' '.join(map(str, self._process.args))} ended:\n{self._said.read()}"
            )
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Child:
        """Return the running engine."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the process."""
        with self._process:
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._said.close()
