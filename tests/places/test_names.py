from __future__ import annotations

import polars as pl
import pytest

from shopwarden.places import check_names

NO_NAMES = {
    "no_letters": ["12345", "...", "——", "138 0000"],
    "repeated": ["哈哈哈", "啊啊啊啊", "aaa", "张张张张"],
    "keyboard": ["asdf", "qwerty", "fgjhkl", "阿斯蒂芬", "ZXCVBN"],
    "placeholder": ["测试", "test", "Test01", "null", "收件人", "无名", "佚名", "xxx", "某某"],
    "contact_inside": ["张三13800000000", "微信abc12345", "张三 QQ:1234567", "www.example.com"],
    "advertising": ["加微信", "好评返现", "刷单"],
    "abuse": ["傻逼", "骗子商家", "FUCK"],
    "too_long": ["张" + "三" * 40],
}
NAMES = [
    "李小姐", "王先生(前台)", "阿卜杜热依木·买买提", "Tom", "momo", "小明同学", "欧阳娜娜",
    "丫丫", "娜娜", "乐乐乐", "菜鸟驿站", "杭州某某科技有限公司", "张三三", "李", "A", "王女士",
    "Kathryn", "Lynn", "李**", "张*", "*三", "##ab##", "", " ", None,
    "Müller", "さくら", "张三（家）", "小李13号楼", "测绘院张工", "无锡小王",
]  # fmt: skip


def check(names: list[str | None]) -> pl.DataFrame:
    return check_names(pl.Series(names, dtype=pl.String))


@pytest.mark.parametrize("reason", NO_NAMES)
def test_what_is_no_name_gets_its_reason(reason: str) -> None:
    frame = check([*NO_NAMES[reason]])
    assert frame["reason"].to_list() == [reason] * len(NO_NAMES[reason])
    severity = "note" if reason == "too_long" else "check"
    assert frame["severity"].unique().to_list() == [severity]


def test_names_blanks_and_masks_get_none() -> None:
    flagged = check(NAMES).with_columns(name=pl.Series(NAMES)).drop_nulls("reason")
    assert flagged.rows() == []


def test_an_empty_column_has_both_columns() -> None:
    assert check([]).schema == {"reason": pl.String, "severity": pl.String}
