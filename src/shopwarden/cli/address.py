"""``shopwarden address``: read and judge single addresses or a column of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shopwarden.cli.options import INPUT_FILE, OUTPUT_FILE, language_option, text
from shopwarden.explain import Language

if TYPE_CHECKING:
    import polars as pl


@click.command(
    name="address",
    help=text(
        "解析收货地址：省、市、区县、乡镇街道、道路、门牌号，并说明哪里不对。",
        "Read delivery addresses: province, city, district, town, road, number; say what is wrong.",
    ),
)
@click.argument("texts", nargs=-1, metavar="TEXT…")
@click.option("--file", "path", type=INPUT_FILE, help=text("读取一个文件", "Read a file"))
@click.option("--column", help=text("地址所在的列", "The column that holds the addresses"))
@click.option(
    "--out",
    type=OUTPUT_FILE,
    help=text("写到 .csv、.ndjson 或 .parquet", "Write .csv, .ndjson or .parquet"),
)
@language_option
@click.pass_context
def command(
    context: click.Context,
    *,
    texts: tuple[str, ...],
    path: Path | None,
    column: str | None,
    out: Path | None,
    language: Language,
) -> None:
    """Judge texts, or one column of a file row by row."""
    from shopwarden.cli.report import refuse
    from shopwarden.errors import ShopwardenError

    whole_file = path is not None and column is not None and out is not None
    if bool(texts) == whole_file or (not whole_file and (path or column or out)):
        raise click.UsageError(
            text(
                "请给出地址文字，或同时给出 --file、--column 和 --out。",
                "Give address texts, or --file, --column and --out together.",
            )
        )
    try:
        if path is not None and column is not None and out is not None:
            _judge_file(path, column, out, language)
        else:
            _show(texts, language)
    except ShopwardenError as error:
        refuse(error, language)
        context.exit(2)


def _show(texts: tuple[str, ...], language: Language) -> None:
    import polars as pl

    from shopwarden.cli.address_advice import show_advice
    from shopwarden.cli.address_table import show_address
    from shopwarden.explain.findings import address_sentences
    from shopwarden.places import parse_addresses

    series = pl.Series("address", texts, dtype=pl.String)
    sentences = address_sentences(series, language)
    rows = parse_addresses(series).iter_rows(named=True)
    for one, row, said in zip(texts, rows, sentences, strict=True):
        show_address(one, row, said, language)
        show_advice(one, language)


def _judge_file(path: Path, column: str, out: Path, language: Language) -> None:
    from shopwarden.cli.address_table import EMPTY
    from shopwarden.cli.output import check_writable, write_table
    from shopwarden.cli.report import console
    from shopwarden.explain import Text
    from shopwarden.sources import read_aligned

    check_writable(out, inputs=[path])
    table, name = read_aligned(path, column)
    judged = judged_columns(table[name])
    write_table(table.drop(set(judged.columns), strict=False).hstack(judged), out)
    counts = dict(judged.group_by("verdict").len().iter_rows())
    said = Text(
        "{rows:,} 行已写入 {file}：有误 {wrong:,}，待核实 {check:,}，提示 {note:,}，正常 {ok:,}，"
        "没有内容 {empty:,}",
        "{rows:,} rows written to {file}: wrong {wrong:,}, check {check:,}, note {note:,}, "
        "ok {ok:,}, nothing written {empty:,}",
    )
    by_verdict = {name: counts.get(name, 0) for name in ("wrong", "check", "note", "ok", EMPTY)}
    console().print(said.in_(language, rows=table.height, file=out, **by_verdict))


def judged_columns(addresses: pl.Series) -> pl.DataFrame:
    """Return parts, code, verdict, joined reason codes and suggestion of every address.

    The verdict of an empty cell is ``empty``: nobody has judged anything there.
    """
    import polars as pl

    from shopwarden.cli.address_table import EMPTY
    from shopwarden.places import parse_addresses

    is_empty = addresses.fill_null("").str.strip_chars() == ""
    codes = pl.col("reasons").list.eval(pl.element().struct.field("code")).list.unique()
    return parse_addresses(addresses).select(
        "province",
        "city",
        "district",
        "town",
        "road",
        "number",
        "code",
        verdict=pl.when(is_empty).then(pl.lit(EMPTY)).otherwise(pl.col("verdict").cast(pl.String)),
        reasons=codes.list.sort().list.join(","),
        suggestion="suggestion",
    )
