"""Made-up delivery addresses of all regions, written the many ways people write them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from addresses.atlas import Chain, short, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Writer = Callable[[random.Random, Chain], str]


def _words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


_GIVEN = _words(
    "建设 人民 解放 学院 通惠 振华 文化 迎宾 民主 和平 友谊 新华 青年 工农 滨江 环城 站前 府前 "
    "兴业 祥园 文一"
)
# Streets are named after other places, which makes them the commonest false alarm.
_BORROWED = _words(
    "中山 北京 南京 上海 广州 长沙 苏州 青岛 太原 长江 黄河 昆仑 天山 泰山 峨眉山 西湖 洞庭 延安 "
    "井冈山 朝阳"
)
_TURNS = ("", "", "", "东", "西", "南", "北", "中")
_WAYS = ("路", "路", "路", "街", "大道", "大街")
_ESTATES = (
    _words(
        "阳光 锦绣 翡翠 金色 滨河 世纪 幸福 万科 碧桂园 恒大 绿地 保利 香榭 湖畔 御景 水岸 凤凰 "
        "书香 东方 名仕"
    ),
    _words("花园 家园 小区 公寓 名苑 华庭 新村 城 国际 雅苑 嘉园 豪庭 里 苑 广场 公馆"),
)
_PLACES = _words(
    "第一中学 实验小学 人民医院 中医院 万达广场 吾悦广场 银泰城 汽车站 火车站 农贸市场 建材市场 "
    "文化广场 邮政局 税务局 工业园区 科技园 物流园 创业园 菜鸟驿站 丰巢快递柜 联华超市 "
    "北京同仁堂药店 湖北银行大厦 重庆火锅店 兰州拉面馆 浙江商会大厦 温州鞋城 四川大厦 "
    "京东家电专卖店 中通快递网点 顺丰速运营业点 村委会 卫生院 供销社"
)
# Behind the name of any city or district: 沙县小吃店, 常德路.
_NAMED = _words(
    "大厦 饭店 宾馆 商会 特产店 烧烤店 小吃店 银行 花园 小区 名城 批发城 路小学 大桥 会馆 商贸城"
)
_CLANS = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹"
_HAMLETS = _words("家村 家庄村 家湾村 家桥村 家坝村 家屯村 家集村 家沟村 家店村")
_ZONES = _words("高新区 经开区 高新技术产业开发区 经济技术开发区 经济开发区")
_NUMERALS = "一二三四五六七八九十"


def distinct(count: int, seed: int | str, write: Callable[[random.Random], str]) -> list[str]:
    """Return `count` different texts of `write`."""
    pick = random.Random(seed)  # noqa: S311 - repeatable, not secret
    found: dict[str, None] = {}
    while len(found) < count:
        found[write(pick)] = None
    return list(found)


def deliveries(count: int, seed: int, chains: Sequence[Chain]) -> list[str]:
    """Return addresses with all divisions, a street or an estate and a flat."""
    return distinct(count, seed, lambda pick: pick.choice(chains).written() + _door(pick))


def lengthened(texts: Sequence[str], seed: int) -> list[str]:
    """Return every text with directions behind it that double its length."""
    pick = random.Random(seed)  # noqa: S311 - repeatable, not secret
    longer = []
    for text in texts:
        tail = ""
        while len(tail) < len(text):
            tail += f"（靠近{_estate(pick)}与{_road(pick)}交叉口，{pick.choice(_PLACES)}旁）"
        longer.append(text + tail[: len(text)])
    return longer


def varied(count: int, seed: int, chains: Sequence[Chain]) -> list[str]:
    """Return right addresses in every writing: shortened, repeated, spaced, without number …"""
    heads, shares = zip(*_HEADS, strict=True)

    def write(pick: random.Random) -> str:
        head: Writer = pick.choices(heads, shares)[0]
        return head(pick, pick.choice(chains)) + tail(pick)

    return distinct(count, seed, write)


def tail(pick: random.Random) -> str:
    """Return what stands behind the divisions: street, estate, village, place …"""
    tails, shares = zip(*_TAILS, strict=True)
    return str(pick.choices(tails, shares)[0](pick))


def _road(pick: random.Random) -> str:
    name = pick.choice(_GIVEN if pick.random() < 0.7 else _BORROWED)
    return name + pick.choice(_TURNS) + pick.choice(_WAYS)


def _estate(pick: random.Random) -> str:
    return "".join(pick.choice(part) for part in _ESTATES)


def _flat(pick: random.Random) -> str:
    house, room = pick.randint(1, 40), pick.randint(1, 33) * 100 + pick.randint(1, 8)
    forms = ("{0}幢{1}室", "{0}栋{2}单元{1}", "{0}号楼{2}单元{1}室", "{0}-{2}-{1}", "{3}座{1}")
    return pick.choice(forms).format(house, room, pick.randint(1, 4), pick.choice("ABCDE"))


def _door(pick: random.Random) -> str:
    street = f"{_road(pick)}{pick.randint(1, 2999)}号"
    return street + pick.choice(("", "", _flat(pick), _estate(pick) + _flat(pick)))


def _home(pick: random.Random) -> str:
    return _estate(pick) + pick.choice(("", "一期", "二期", "东区")) + _flat(pick)


def _village(pick: random.Random) -> str:
    name = pick.choice(_CLANS) + pick.choice(_HAMLETS)
    number, group = pick.randint(1, 300), pick.choice(_NUMERALS)
    return name + pick.choice(("", f"{number}号", f"{group}组", f"{group}组{number}号"))


def _place(pick: random.Random) -> str:
    return pick.choice(_PLACES) + pick.choice(("", "", "对面", "旁边", "1楼"))


def _named(pick: random.Random) -> str:
    name = pick.choice(stems())
    if pick.random() < 0.5:
        return f"{name}{pick.choice(_TURNS)}{pick.choice(_WAYS)}{pick.randint(1, 2999)}号"
    return name + pick.choice(_NAMED) + pick.choice(("", _flat(pick)))


def _corner(pick: random.Random) -> str:
    return f"{_road(pick)}与{_road(pick)}交叉口" + pick.choice(("", "东北角", _place(pick)))


def _lane(pick: random.Random) -> str:
    form = pick.choice(("{}{}弄{}号", "{}{}巷{}号", "{}{}支弄{}号"))
    return form.format(_road(pick), pick.randint(1, 900), pick.randint(1, 200))


def _unusual(pick: random.Random) -> str:
    number = str(pick.randint(1, 2999)).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )
    forms = (f"{_road(pick)}{number}號", f" {_road(pick)} {pick.randint(1, 999)} 号 {_flat(pick)}")
    return pick.choice((*forms, f"{_road(pick)}{pick.choice(_NUMERALS)}号"))


_TAILS = (
    (_door, 35), (_home, 17), (_village, 14), (_place, 10), (_named, 10), (_corner, 5), (_lane, 5),
    (_unusual, 4),
)  # fmt: skip


def _shortened(pick: random.Random, chain: Chain) -> str:
    district = chain.district if pick.random() < 0.6 else short(chain.district)
    return short(chain.province) + short(chain.city) + district + chain.town


def _local(pick: random.Random, chain: Chain) -> str:
    return short(chain.city) + chain.district + pick.choice((chain.town, ""))


def _repeated(pick: random.Random, chain: Chain) -> str:
    top = chain.province + (chain.city or chain.province)
    forms = (
        top + chain.written(),
        chain.written() * 2,
        " ".join((short(chain.province), *chain[1:3], chain.written())),
        short(chain.province) + chain.province + chain.city + chain.district,
    )
    return pick.choice(forms)


def _separated(pick: random.Random, chain: Chain) -> str:
    levels: Iterator[str] = filter(None, (chain.province, chain.city or chain.province, *chain[2:]))
    return pick.choice((" ", "　", ",", "，", "-", "/", "  ")).join(levels) + pick.choice(("", " "))


def _without_city(_: random.Random, chain: Chain) -> str:
    if chain.district.endswith(("市", "县", "旗")):
        return chain.province + chain.district + chain.town
    return chain.written()


def _zone(pick: random.Random, chain: Chain) -> str:
    city = chain.city if chain.city.endswith("市") else ""
    return chain.province + city + pick.choice(_ZONES) if city else chain.written()


_HEADS: tuple[tuple[Writer, int], ...] = (
    (lambda _, chain: chain.written(), 30),
    (lambda _, chain: "".join(chain[1:]), 12),
    (lambda _, chain: "".join(chain[:3]), 13),
    (lambda _, chain: "".join(chain[2:]), 5),
    (_shortened, 12), (_local, 8), (_repeated, 6), (_separated, 6), (_without_city, 5), (_zone, 3),
)  # fmt: skip
