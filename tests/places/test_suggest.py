from __future__ import annotations

import pytest

from shopwarden.places import parse_address
from shopwarden.places.slips import Cause
from shopwarden.places.suggest import Change, Suggestion, suggest

ROAD = "文一西路969号"
MEANT = [
    # One character of a name.
    (f"折江省杭州市余杭区{ROAD}", f"浙江省杭州市余杭区{ROAD}", "330110"),
    (f"浙江省杭州市余航区五常街道{ROAD}", f"浙江省杭州市余杭区五常街道{ROAD}", "330110005"),
    (f"浙江省杭州市余杭区五长街道{ROAD}", f"浙江省杭州市余杭区五常街道{ROAD}", "330110005"),
    ("北京市潮阳区建国路88号", "北京市朝阳区建国路88号", "110105"),
    # A wrong province, city or district, told by most of the rest.
    (f"广东省杭州市余杭区{ROAD}", f"浙江省杭州市余杭区{ROAD}", "330110"),
    (f"广东省西湖区古荡街道{ROAD}", f"浙江省杭州市西湖区古荡街道{ROAD}", "330106007"),
    ("广东省广州市西湖区古荡街道1号", "浙江省杭州市西湖区古荡街道1号", "330106007"),
    (f"浙江省杭州市朝阳区五常街道{ROAD}", f"浙江省杭州市余杭区五常街道{ROAD}", "330110005"),
    ("浙江省朝阳区望京街道1号", "北京市朝阳区望京街道1号", "110105026"),
    ("北京市上海市浦东新区世纪大道1号", "上海市浦东新区世纪大道1号", "310115"),
    # Former names.
    ("浙江省杭州市下城区中山北路1号", "浙江省杭州市拱墅区中山北路1号", "330105"),
    ("杭州市江干区白杨街道1号", "杭州市钱塘区白杨街道1号", "330114002"),
    ("山东省莱芜市莱城区鹏泉街道1号", "山东省济南市莱芜区鹏泉街道1号", "370116004"),
    ("山东省莱芜市鹏泉街道1号", "山东省济南市莱芜区鹏泉街道1号", "370116004"),
    ("湖北省襄樊市襄阳区1号", "湖北省襄阳市襄州区1号", "420607"),
    ("江苏省锡山市东亭镇1号", "江苏省锡山区东亭镇1号", "320205001"),
]


@pytest.mark.parametrize(("text", "meant", "code"), MEANT)
def test_the_likeliest_address_comes_first(text: str, meant: str, code: str) -> None:
    found = suggest(text, parse_address(text))
    assert found is not None
    assert (found.text, found.code) == (meant, code)


def test_a_change_says_where_what_and_why() -> None:
    text = f"广东省西湖区{ROAD}"
    assert suggest(text, parse_address(text)) == Suggestion(
        text=f"浙江省杭州市西湖区{ROAD}",
        changes=(Change(0, 3, "广东省", "浙江省杭州市", Cause.CONTRADICTION),),
        code="330106",
        is_certain=False,
        others=(f"江西省南昌市西湖区{ROAD}",),
        other_codes=("360103",),
    )


def test_what_is_written_is_quoted_as_written() -> None:
    text = f"廣東省杭州市餘杭區{ROAD}"
    found = suggest(text, parse_address(text))
    assert found is not None
    assert [change.old for change in found.changes] == ["廣東省"]
    assert found.text == f"浙江省杭州市餘杭區{ROAD}"


@pytest.mark.parametrize(
    "text",
    [
        f"浙江省杭州市余杭区五常街道{ROAD}",
        # Nothing tells which district of 广州 is meant.
        "广东省广州市朝阳区建国路88号",
        # A township in no list may be a new one.
        "浙江省杭州市余杭区虎门镇1号",
        "中国移动大厦3楼",
        "",
    ],
)
def test_without_a_likely_change_there_is_no_suggestion(text: str) -> None:
    assert suggest(text, parse_address(text)) is None
