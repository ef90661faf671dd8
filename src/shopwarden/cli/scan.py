"""``shopwarden scan``: export files in, explained findings out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shopwarden.cli.options import INPUT_FILE, OUTPUT_FILE, language_option, text
from shopwarden.explain import Language

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from shopwarden.detectors import RulesDetector
    from shopwarden.sources import SourceResult


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What the person asked for."""

    files: tuple[Path, ...]
    mapping: Path | None
    out: Path | None
    quarantine: Path | None
    bad_list: Path | None
    rules: Path | None
    now: str | None
    shop: str | None
    ship_within: int
    rows: int
    language: Language


@click.command(
    name="scan",
    help=text(
        "检查一个或多个导出文件（淘宝、拼多多、抖店、京东、1688，或任意表格加映射文件）。",
        "Check exported files (Taobao, Pinduoduo, Douyin, JD, 1688, or any table with a mapping).",
    ),
)
@click.argument("files", nargs=-1, required=True, type=INPUT_FILE, metavar="FILE…")
@click.option(
    "--mapping",
    type=INPUT_FILE,
    help=text(
        "TOML 映射文件；给出后所有文件都按它读取", "TOML mapping; every file is then read with it"
    ),
)
@click.option(
    "--out",
    type=OUTPUT_FILE,
    help=text("结果文件：.csv、.ndjson 或 .parquet", "Findings file: .csv, .ndjson or .parquet"),
)
@click.option(
    "--quarantine",
    type=OUTPUT_FILE,
    help=text(
        "读不了的行写到这里，改好后可再读入", "Rows that cannot be read; mend and feed them again"
    ),
)
@click.option(
    "--bad-list",
    type=INPUT_FILE,
    help=text("不良名单 csv：电话、收货人或买家", "csv of phones, receivers or buyers not trusted"),
)
@click.option(
    "--rules",
    type=INPUT_FILE,
    help=text(
        "规则文件 .yaml（默认用自带的规则）",
        "Rulebook .yaml (default: the ready rules)",
    ),
)
@click.option(
    "--now",
    help=text(
        "以这一时刻为准（默认取数据中最新时间）", "Judge as of then (default: newest in data)"
    ),
)
@click.option("--shop", help=text("店铺名（文件未写时用）", "Shop name where the file has none"))
@click.option(
    "--ship-within",
    type=click.IntRange(1, 24 * 90),
    default=48,
    show_default=True,
    help=text("付款后多少小时内应发货", "Hours from payment to the ship deadline"),
)
@click.option(
    "--rows",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help=text("屏幕上最多列出几条", "Findings to list on the screen"),
)
@language_option
def command(**options: object) -> None:
    """Scan the files and show what was found."""
    click.get_current_context().exit(_run(_Request(**options)))  # type: ignore[arg-type]


def _run(request: _Request) -> int:
    from shopwarden.cli.moment import parse_moment
    from shopwarden.cli.output import check_writable
    from shopwarden.cli.reading import read_all, rules_detector
    from shopwarden.cli.report import refuse
    from shopwarden.errors import ShopwardenError
    from shopwarden.sources import ShopSettings, read_bad_list

    try:
        now = None if request.now is None else parse_moment(request.now)
        given = (*request.files, request.mapping, request.bad_list, request.rules)
        reads = [path for path in given if path]
        check_writable(request.out, inputs=reads)
        taken = [*reads, request.out] if request.out else reads
        check_writable(request.quarantine, inputs=taken, endings=(".csv",))
        bad_list = read_bad_list(request.bad_list) if request.bad_list else None
        rules = rules_detector(request.rules, request.mapping)
        settings = ShopSettings(shop=request.shop, ship_within_hours=request.ship_within)
        results, refused = read_all(request.files, request.mapping, settings, request.language)
    except ShopwardenError as error:
        refuse(error, request.language)
        return 2
    for one in refused:
        refuse(one, request.language)
    try:
        if results:
            _judge(request, results, now=now, bad_list=bad_list, rules=rules)
    except ShopwardenError as error:
        refuse(error, request.language)
        return 2
    return 2 if refused else 0


def _judge(
    request: _Request,
    results: list[SourceResult],
    *,
    now: datetime | None,
    bad_list: pl.DataFrame | None,
    rules: RulesDetector,
) -> None:
    from shopwarden.cli.findings_table import show_findings
    from shopwarden.cli.moment import SHOP_ZONE
    from shopwarden.cli.output import replace_file, write_findings
    from shopwarden.cli.reading import together
    from shopwarden.cli.summary import show_summary
    from shopwarden.detectors import REGISTRY
    from shopwarden.explain.findings import with_sentences
    from shopwarden.explain.rule_findings import rule_words
    from shopwarden.scan import scan
    from shopwarden.sources import write_quarantine

    detectors = [rules if name == rules.name else make() for name, make in REGISTRY.items()]
    result = scan(together(results), now=now, bad_list=bad_list, detectors=detectors)
    words = rule_words(rules)
    findings = with_sentences(result.findings, result.subjects, request.language, words)
    if request.out:
        write_findings(findings, request.out)
    if request.quarantine:
        held = request.quarantine
        replace_file(held, lambda part: write_quarantine(part, results))
    show_findings(findings, result, rows=request.rows, language=request.language, zone=SHOP_ZONE)
    show_summary(
        results,
        result,
        out=request.out,
        quarantine=request.quarantine,
        language=request.language,
        zone=SHOP_ZONE,
    )
