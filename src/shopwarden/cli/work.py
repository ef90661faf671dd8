"""``shopwarden work``: the workflow worker alone, for more machines."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from shopwarden.cli.desk_options import data_option, start_or_say_why, text

_HELP: Final = text(
    "只运行后台任务。\n\n`shopwarden serve` 已经包含它；多台机器时单独使用。",
    "Run background work only.\n\n`shopwarden serve` includes it; for use on more machines.",
)


@click.command(help=_HELP)
@data_option
def command(data: Path | None) -> None:
    """Run workflows until a signal."""
    from shopwarden.desk import start, worker

    def prepare() -> None:
        start.configure(data)
        start.claim()

    start_or_say_why(prepare)
    worker.run()
