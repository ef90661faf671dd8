"""``shopwarden demo-data``: the export files of a made-up shop."""

from __future__ import annotations

from pathlib import Path

import click

from shopwarden.cli.options import language_option, text
from shopwarden.explain import Language, Text


@click.command(
    name="demo-data",
    help=text(
        "生成一家虚构店铺的各种导出文件，以及埋入了哪些问题的清单 truth.csv。",
        "Write the export files of a made-up shop, and truth.csv: what was planted where.",
    ),
)
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--orders",
    type=click.IntRange(1),
    default=5_000,
    show_default=True,
    help=text("淘宝订单数", "Number of Taobao orders"),
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help=text("随机种子：相同种子得到相同文件", "Same seed, same files"),
)
@language_option
@click.pass_context
def command(
    context: click.Context, *, directory: Path, orders: int, seed: int, language: Language
) -> None:
    """Generate the files and list them."""
    from shopwarden.cli.report import console, refuse
    from shopwarden.demo import generate
    from shopwarden.errors import ShopwardenError

    try:
        summary = generate(directory, orders=orders, seed=seed)
    except ShopwardenError as error:
        refuse(error, language)
        context.exit(2)
    said = Text("虚构数据，种子 {seed}：", "Made-up data, seed {seed}:")
    console().print(said.in_(language, seed=seed))
    for file in summary.files:
        console().print(f"  {directory / file.name}  {file.rows:,}", soft_wrap=True)
