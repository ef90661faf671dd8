"""``shopwarden evaluate``: what would have been found on a history whose end is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shopwarden.cli.options import INPUT_FILE, language_option, text
from shopwarden.explain import Language

if TYPE_CHECKING:
    import polars as pl

    from shopwarden.risk.evaluation import Protocol
    from shopwarden.sources import TableMapping


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What the person asked for."""

    path: Path
    mapping: Path
    train_until: str
    label_delay: str
    test_from: str
    test_until: str
    known_since: str | None
    rows: int
    language: Language


@click.command(
    name="evaluate",
    help=text(
        "从带标签的历史学习，再按时间先后检验：每一刻只用当时已经知道的。\n\n"
        "日期指映射文件所写时区的零点，截止日不含在内。最后一行是结果。",
        "Learn from a labelled history, then test what came later, each moment by what was "
        "known then.\n\n"
        "A date is midnight in the mapping's zone; an end is not included. "
        "The last line is the result.",
    ),
)
@click.argument("path", type=INPUT_FILE, metavar="FILE")
@click.option(
    "--mapping",
    type=INPUT_FILE,
    required=True,
    help=text("TOML 映射文件，须写明 label", "TOML mapping; it has to say which column is label"),
)
@click.option(
    "--train-until",
    required=True,
    help=text("学习这一天之前的订单", "Learn from the orders before this day"),
)
@click.option(
    "--label-delay",
    default="7d",
    show_default=True,
    help=text("下单多久以后才知道好坏：7d、12h", "How late a label is known: 7d, 12h"),
)
@click.option("--test-from", required=True, help=text("从这一天开始检验", "Test from this day on"))
@click.option("--test-until", required=True, help=text("检验到这一天之前", "Test until this day"))
@click.option(
    "--known-since",
    help=text(
        "此前的坏单不再记在账号上（默认为 --train-until 前一周）",
        "Hold no older bad order against an account (default: a week before --train-until)",
    ),
)
@click.option(
    "--rows",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help=text("列出几个最可疑的订单和原因", "Most suspicious orders to list with their reasons"),
)
@language_option
def command(**options: object) -> None:
    """Evaluate and print the result on the last line."""
    from shopwarden.cli.report import refuse
    from shopwarden.errors import ShopwardenError

    request = _Request(**options)  # type: ignore[arg-type]
    try:
        _run(request)
    except ShopwardenError as error:
        refuse(error, request.language)
        click.get_current_context().exit(2)


def _run(request: _Request) -> None:
    from shopwarden.cli.evaluation_table import show_evaluation, show_reading
    from shopwarden.cli.report import reading
    from shopwarden.records import Kind, merge_records
    from shopwarden.risk.evaluation import evaluate
    from shopwarden.sources import load_mapping, read_file

    mapping = load_mapping(request.mapping)
    protocol = _protocol(request, mapping)
    with reading(request.language) as progress_of:
        result = read_file(request.path, mapping=mapping, progress=progress_of(request.path))
    show_reading(result, request.language)
    orders: pl.DataFrame = merge_records(result.records[Kind.ORDERS], Kind.ORDERS)
    show_evaluation(evaluate(orders, protocol), rows=request.rows, language=request.language)


def _protocol(request: _Request, mapping: TableMapping) -> Protocol:
    """Check what does not need the table, before it is read."""
    from zoneinfo import ZoneInfo

    from shopwarden.cli.moment import SHOP_ZONE, parse_delay, parse_moment
    from shopwarden.records import Kind
    from shopwarden.risk.errors import EvaluationError
    from shopwarden.risk.evaluation import Protocol

    if mapping.kind is not Kind.ORDERS:
        raise EvaluationError("evaluate.not_orders")
    for field in ("created_at", "label"):
        if field not in mapping.fields:
            raise EvaluationError("evaluate.not_mapped", field=field)
    name = mapping.fields["created_at"].zone
    zone = ZoneInfo(name) if name else SHOP_ZONE
    return Protocol(
        train_until=parse_moment(request.train_until, zone),
        label_delay=parse_delay(request.label_delay),
        test_from=parse_moment(request.test_from, zone),
        test_until=parse_moment(request.test_until, zone),
        zone=zone,
        known_since=parse_moment(request.known_since, zone) if request.known_since else None,
    )
