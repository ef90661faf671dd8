"""``shopwarden backtest``: what rules would have done on a history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from shopwarden.cli.options import INPUT_FILE, language_option, text
from shopwarden.explain import Language

if TYPE_CHECKING:
    from shopwarden.detectors import RulesDetector
    from shopwarden.rules import BackTest
    from shopwarden.sources import SourceResult

# What became of an order, as far as its file says.
_OUTCOMES: Final = ("refund_status", "label")


@click.command(
    name="backtest",
    help=text(
        "用历史订单试一试规则：命中多少、在哪些天、金额多少、与哪些规则重叠、有哪些例子。",
        "Try rules on past orders: how often, on which days, which amount, beside which others.",
    ),
)
@click.option(
    "--rules", type=INPUT_FILE, required=True, help=text("规则文件 .yaml", "Rulebook .yaml")
)
@click.option(
    "--orders",
    "files",
    type=INPUT_FILE,
    required=True,
    multiple=True,
    help=text(
        "历史文件；可多次给出，退款文件也可以", "File of the history; repeat it, for refunds too"
    ),
)
@click.option("--mapping", type=INPUT_FILE, help=text("TOML 映射文件", "TOML mapping"))
@click.option(
    "--examples",
    type=click.IntRange(0, 100),
    default=3,
    show_default=True,
    help=text("每条规则列出几单", "Orders to name per rule"),
)
@language_option
def command(
    *,
    rules: Path,
    files: tuple[Path, ...],
    mapping: Path | None,
    examples: int,
    language: Language,
) -> None:
    """Judge a history by a rulebook and show what it did."""
    from shopwarden.cli.backtest_table import show_back_test
    from shopwarden.cli.reading import read_all, rules_detector
    from shopwarden.cli.report import refuse
    from shopwarden.errors import ShopwardenError
    from shopwarden.sources import ShopSettings

    try:
        detector = rules_detector(rules, mapping)
        results, refused = read_all(files, mapping, ShopSettings(), language)
        for error in refused:
            refuse(error, language)
        if results:
            show_back_test(_tested(detector, results, examples), detector, language)
    except ShopwardenError as error:
        refuse(error, language)
        click.get_current_context().exit(2)
    click.get_current_context().exit(2 if refused else 0)


def _tested(detector: RulesDetector, results: list[SourceResult], examples: int) -> BackTest:
    from shopwarden.cli.reading import together
    from shopwarden.detectors import judged_orders, order_vocabulary
    from shopwarden.errors import ShopwardenError
    from shopwarden.records import Kind, merge_records
    from shopwarden.rules import History, RuleSet, back_test, ready_rulebook

    records = {kind: merge_records(frame, kind) for kind, frame in together(results).items()}
    if Kind.ORDERS not in records:
        raise ShopwardenError("backtest.no_orders")
    book = detector.rulebook or ready_rulebook()
    rules = RuleSet(book.check(order_vocabulary(detector.zone, detector.currency)))
    orders = judged_orders(records, rules.terms, detector.currency)
    told = tuple(name for name in _OUTCOMES if orders[name].null_count() < orders.height)
    history = History(frame=orders.lazy(), zone=detector.zone, outcomes=told)
    return back_test(rules, history, examples=examples)
