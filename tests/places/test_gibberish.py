from __future__ import annotations

import random

import numpy as np

from shopwarden.places import parse_address
from shopwarden.places.kernel import tables
from shopwarden.places.kernel.buffer import read_text
from shopwarden.places.kernel.lines import SCALE
from shopwarden.places.kernel.scan import START
from shopwarden.places.kernel.surprise import SURPRISE_LIMIT, most_surprising, slot
from shopwarden.places.making.surprise import slots

GENUINE = [
    "阳光花园小区三幢二单元", "望江国际中心", "滨港工业区百沃达铜业有限公司", "布尔津喀纳斯景区",
    "枫丹白露公寓", "格兰维亚商务广场", "喜来登大酒店前台", "阿里巴巴西溪园区菜鸟驿站",
    "塘头村老年活动中心", "高新软件产业园", "人民医院住院部外科", "实验小学北校区门卫室",
    "东方明珠大厦", "维也纳春天", "农贸市场水产区",
]  # fmt: skip


def surprise(text: str) -> tuple[float, int]:
    """The score of the most surprising window, and where in the text it begins."""
    units, marks = read_text(text)
    table = tables.views().surprise
    score, at = most_surprising(table, units, marks, START, len(units) - 3, [0])
    return score / SCALE, at - START


def test_genuine_premises_stay_below_the_limit() -> None:
    assert all(surprise(text)[0] < SURPRISE_LIMIT for text in GENUINE)


def test_most_random_characters_lie_above_the_limit() -> None:
    pick = random.Random(7)
    pool = [chr(unit) for unit in range(0x4E00, 0x9000, 7)]
    texts = ["".join(pick.choices(pool, k=5)) for _ in range(500)]
    assert sum(surprise(text)[0] > SURPRISE_LIMIT for text in texts) > 300


def test_the_window_is_the_most_surprising_one() -> None:
    score, at = surprise("阳光花园小区鼷镬淝癸鳎阳光花园")
    assert 5 <= at <= 7
    assert score > SURPRISE_LIMIT
    assert surprise("阳光") == (0.0, -2)


def test_the_table_is_read_where_it_was_written() -> None:
    pairs = [(0x4E00, 0x9FFF), (0x6C5F, 0x82CF), (0xFFFF, 0xFFFF)]
    first, second = np.array(pairs, np.uint16).T
    assert slots(first, second).tolist() == [slot(*pair) for pair in pairs]


def test_a_group_that_ends_the_text_is_not_joined_to_what_follows() -> None:
    assert parse_address("浙江省杭州市西湖区文三路1号啊啊啊").verdict == "ok"
    assert parse_address("浙江省杭州市西湖区文三路1号啊啊啊啊").verdict == "check"
