"""Words that belong to no place: notes to the courier, lockers, contacts."""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.registry import Ints, kernel
from shopwarden.places.kernel.words import letters, pair, pairs

_ASKING: Final = letters("放请勿")
_NOTES: Final = pairs(
    "送货 送到 送上 打电 到了 到付 先打 等我 联系 电话 手机 微信 加微 加薇 加我 加v 加q v信 务必 "
    "不要 不用 不在 不接 别放 麻烦 谢谢 辛苦 快递 已安 已验 本人 工作 周末 周一 下班 中午 晚上 "
    "白天 轻拿 易碎 发货 备注 尽快 急用 好评 刷单 收货 收到 收件 姓名 地址 提前 上门 地下"
)
# Where a name ends although no number follows; in the second line only behind an estate.
_AFTER_NAME: Final = pairs(
    "放门 放前 放快 放驿 放丰 放菜 放物 放保 放超 放在 放柜 请放 请打 请送 请勿 "
    "请联 请电 勿放 勿打 送货 送到 送上 麻烦"
)
_AFTER_ESTATE: Final = pairs("菜鸟 丰巢 快递 妈妈 兔喜 代收")


@kernel
def is_note(units: Ints, at: int) -> bool:
    """Whether words for the courier, a form or a contact begin here."""
    return units[at] in _ASKING or pair(units, at) in _NOTES


@kernel
def breaks_off(units: Ints, at: int, is_behind_estate: bool) -> bool:
    """Whether a name surely ends here, because a note or a locker follows."""
    word = pair(units, at)
    return word in _AFTER_NAME or (is_behind_estate and word in _AFTER_ESTATE)
