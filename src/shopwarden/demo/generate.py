"""Write a whole demo folder: every export of one invented seller, and the truth."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from shopwarden.demo.damage import damaged_lines
from shopwarden.demo.formats import others as platforms
from shopwarden.demo.formats import plain, taobao, taobao_refunds
from shopwarden.demo.formats.layout import CsvSink, Sink, WorkbookSink
from shopwarden.demo.orders import Store, batches
from shopwarden.demo.timeline import END
from shopwarden.errors import ShopwardenError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from shopwarden.demo.formats.layout import Layout
    from shopwarden.demo.orders import Batch

LEAST_ORDERS: Final = 100
_LONG_AGO: Final = np.datetime64(0, "s")
_CHINA: Final = timezone(timedelta(hours=8))

_TAOBAO: Final = Store("taobao", "35")
_MYSHOP: Final = Store("myshop", "MS", 12)


class _Other(NamedTuple):
    """Another store: its part of the orders (one in so many), its file and layout."""

    store: Store
    part: int
    file: str
    layout: Layout | None


_OTHERS: Final = (
    _Other(Store("taobao_2019", "34"), 20, "taobao-orders-2019.csv", taobao.ORDERS_2019),
    _Other(
        Store("qianniu", "33", shows_receiver=False), 50, "qianniu-orders.xlsx", taobao.ORDERS_TODAY
    ),
    _Other(
        Store("pinduoduo", "", 15, is_dated=True), 10, "pinduoduo-orders.csv", platforms.PINDUODUO
    ),
    _Other(Store("douyin", "69", shows_receiver=False), 10, "douyin-orders.csv", platforms.DOUYIN),
    _Other(Store("jd", "3", 12), 10, "jd-orders.csv", platforms.JD),
    _Other(Store("alibaba", "27"), 10, "1688-orders.csv", platforms.ALIBABA),
    _Other(_MYSHOP, 10, "any-table.parquet", None),
)


@dataclass(frozen=True)
class FileSummary:
    """One written file: its name, its good rows and the damaged rows among them."""

    name: str
    rows: int
    damaged: int = 0


@dataclass(frozen=True)
class Summary:
    """What was written.

    Attributes
    ----------
    files
        Every file of the folder.
    patterns
        Planted orders per pattern, over all files.
    newest
        Latest thing that happens in the data (UTC).
    """

    files: tuple[FileSummary, ...]
    patterns: Mapping[str, int]
    newest: datetime


def generate(
    directory: Path,
    *,
    orders: int,
    seed: int,
    until: datetime | None = None,
    others: Collection[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Write the export files of an invented seller, the same bytes for the same numbers.

    Parameters
    ----------
    directory
        Where to write; made if missing, files of the same name are replaced.
    orders
        Orders in ``taobao-orders.csv``, at least 100; the other platforms get smaller
        parts of it.
    seed
        Any number from 0; another one makes another shop.
    until
        The moment the data end at; always the same one when left out.
    others
        Files of the other platforms to write; all when left out.
    progress
        Called with the orders done and all orders.

    Raises
    ------
    ShopwardenError
        ``demo.too_few_orders`` (orders, least).
    OSError
        The folder cannot be written.
    """
    if orders < LEAST_ORDERS:
        raise ShopwardenError("demo.too_few_orders", orders=orders, least=LEAST_ORDERS)
    directory.mkdir(parents=True, exist_ok=True)
    stores = [one for one in _OTHERS if others is None or one.file in others]
    total = orders + sum(_share(orders, one.part) for one in stores)
    run = _Run(directory, seed, total, progress, _later(until))
    with closing(plain.TruthSink(directory / "truth.csv")) as truth:
        files = [*_write_taobao(run, truth, orders), *_write_others(run, truth, orders, stores)]
    plain.write_mapping(directory / "any-table.toml", _MYSHOP.name)
    bad = plain.write_bad_list(directory / "bad-list.csv")
    files += [FileSummary("bad-list.csv", bad), FileSummary("truth.csv", truth.rows)]
    newest = run.newest.astype(datetime).replace(tzinfo=_CHINA).astimezone(UTC)
    return Summary(tuple(files), truth.patterns, newest)


@dataclass
class _Run:
    """What all stores of one call share."""

    directory: Path
    seed: int
    total: int
    progress: Callable[[int, int], None] | None
    later: np.timedelta64
    done: int = 0
    newest: np.datetime64 = _LONG_AGO

    def note(self, batch: Batch) -> None:
        """Count a batch that has been written."""
        self.done += batch.orders.height
        self.newest = max(self.newest, batch.newest)
        if self.progress:
            self.progress(self.done, self.total)


def _later(until: datetime | None) -> np.timedelta64:
    if until is None:
        return np.timedelta64(0, "s")
    return np.datetime64(until.astimezone(_CHINA).replace(tzinfo=None), "s") - END


def _share(orders: int, part: int) -> int:
    return max(orders // part, LEAST_ORDERS)


def _write_taobao(run: _Run, truth: plain.TruthSink, orders: int) -> list[FileSummary]:
    names = ("taobao-orders.csv", "taobao-items.csv", "taobao-refunds.xlsx")
    paths = [run.directory / name for name in names]
    damaged: list[str] = []
    with (
        closing(CsvSink(paths[0], taobao.ORDERS)) as head,
        closing(CsvSink(paths[1], taobao.LINES)) as lines,
        closing(WorkbookSink(paths[2], taobao_refunds.REFUNDS, "退款报表")) as refunds,
    ):
        for batch in batches(run.seed, _TAOBAO, orders, later=run.later):
            spoilt = [] if damaged else damaged_lines(batch, taobao.ORDERS)
            damaged += spoilt
            head.add(batch, spoilt)
            for sink in (lines, refunds, truth):
                sink.add(batch)
            run.note(batch)
        rows = (head.rows, lines.rows, refunds.rows)
    return [
        FileSummary(name, count, len(damaged) if name == names[0] else 0)
        for name, count in zip(names, rows, strict=True)
    ]


def _write_others(
    run: _Run, truth: plain.TruthSink, orders: int, stores: Iterable[_Other]
) -> list[FileSummary]:
    files = []
    for store, part, name, layout in stores:
        with closing(_sink(run.directory / name, layout)) as sink:
            for batch in batches(run.seed, store, _share(orders, part), later=run.later):
                sink.add(batch)
                if store.shows_receiver:
                    truth.add(batch)
                run.note(batch)
            files.append(FileSummary(name, sink.rows))
    return files


def _sink(path: Path, layout: Layout | None) -> Sink:
    if layout is None:
        return plain.TableSink(path)
    if path.suffix == ".xlsx":
        return WorkbookSink(path, layout, "订单报表")
    return CsvSink(path, layout)
