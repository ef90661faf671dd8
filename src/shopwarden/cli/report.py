"""What every command shows on the screen: consoles, progress, refusals."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from shopwarden.explain import Language, Text
from shopwarden.explain.errors import error_sentence

if TYPE_CHECKING:
    from shopwarden.errors import ShopwardenError

_READING: Final = Text("读取 {file}", "Reading {file}")
_PIPE_WIDTH: Final = 160
_LONGEST: Final = 300


def console(*, stderr: bool = False) -> Console:
    """Return a console; output into a pipe or a file is not folded at 80 columns."""
    found = Console(stderr=stderr, highlight=False)
    if found.is_terminal or "COLUMNS" in os.environ:
        return found
    return Console(stderr=stderr, highlight=False, width=_PIPE_WIDTH)


def shown(text: str) -> str:
    """Return text of a file as it may reach a terminal: nothing in it is a command there."""
    visible = "".join(one if one.isprintable() else "\ufffd" for one in text)
    cut = visible if len(visible) <= _LONGEST else f"{visible[:_LONGEST]}…"
    return escape(cut)


def shown_lines(text: str) -> str:
    """Return several lines, each as `shown` does."""
    return "\n".join(shown(line) for line in text.split("\n"))


def refuse(error: ShopwardenError, language: Language) -> None:
    """Say on standard error why something cannot be used and what to do about it."""
    mark = "[bold red]✗[/]"
    console(stderr=True).print(f"{mark} {shown_lines(error_sentence(error, language))}")


@contextmanager
def reading(language: Language) -> Iterator[Callable[[Path], Callable[[int, int], None]]]:
    """Show a progress bar per file; yields a function from a file to its callback."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        def start(path: Path) -> Callable[[int, int], None]:
            task = progress.add_task(_READING.in_(language, file=shown(path.name)), total=None)
            return lambda done, total: progress.update(task, completed=done, total=total)

        yield start
