from __future__ import annotations

import random

import numpy as np

from shopwarden.places.gibberish import SURPRISE_LIMIT, surprise
from shopwarden.places.text import HAN, read_texts

GENUINE = [
    "阳光花园小区三幢二单元", "望江国际中心", "滨港工业区百沃达铜业有限公司", "布尔津喀纳斯景区",
    "枫丹白露公寓", "格兰维亚商务广场", "喜来登大酒店前台", "阿里巴巴西溪园区菜鸟驿站",
    "塘头村老年活动中心", "高新软件产业园", "人民医院住院部外科", "实验小学北校区门卫室",
    "东方明珠大厦", "维也纳春天", "农贸市场水产区",
]  # fmt: skip


def scores(texts: list[str]) -> np.ndarray:
    buffer = read_texts(texts)
    return surprise(buffer, buffer.where(HAN))[1]


def test_genuine_premises_stay_below_the_limit() -> None:
    assert (scores(GENUINE) < SURPRISE_LIMIT).all()


def test_most_random_characters_lie_above_the_limit() -> None:
    pick = random.Random(7)
    pool = [chr(unit) for unit in range(0x4E00, 0x9000, 7)]
    texts = ["".join(pick.choices(pool, k=5)) for _ in range(500)]
    assert (scores(texts) > SURPRISE_LIMIT).mean() > 0.6


def test_the_window_is_the_most_surprising_one() -> None:
    text = "阳光花园小区鼷镬淝癸鳎阳光花园"
    buffer = read_texts([text, "阳光"])
    start, score = surprise(buffer, buffer.where(HAN))
    assert 5 <= start[0] <= 7
    assert score[0] > SURPRISE_LIMIT
    assert (start[1], score[1]) == (-1, 0.0)
