"""Words that have no place in a delivery address, and words of forms and keyboards."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Theme(IntEnum):
    """What a word of the lexicon points to."""

    ADVERTISING = 0
    INSULT = 1
    JOKE = 2
    FORWARDING = 3
    FORWARDING_HINT = 4
    LEFTOVER = 5
    LEFTOVER_LATIN = 6
    CONTACT = 7
    PO_BOX = 8
    KEYBOARD = 9
    DELIVERY = 10
    SUITE = 11


# Folded: lower case, half width, simplified.
_WORDS: Final = {
    Theme.ADVERTISING: (
        "加微信 加我微信 加薇信 加卫星 加v信 加vx 加威信 加qq 加扣扣 返现 好评返 五星好评 "
        "好评有礼 刷单 刷信誉 代刷 补单 招代理 招加盟 一件代发货源 兼职招聘 日结兼职 免费领取 "
        "扫码领 领红包 优惠券 代开发票 贷款 办证 私聊我 私信我 进群 加群 关注公众号 推广引流 "
        "引流 货源批发 诚招 招聘兼职 兼职日结 日结工资 日结三百 日结五百 一手货源 支持代发 "
        "厂家货源 搜我店铺 搜店铺 进我店铺 同款便宜 便宜一半 免费试用 免费送 送红包 返红包 "
        "好评送 晒图返 淘宝刷 网赚 赚佣金 赚外快 博彩 棋牌平台"
    ),
    Theme.INSULT: (
        "傻逼 傻b 煞笔 沙比 傻屌 草泥马 操你 草你妈 艹你 日你 尼玛 你妈的 他妈的 去你妈 去死 "
        "死全家 全家死 妈逼 王八蛋 滚蛋 狗日的 杂种 吃屎 狗屎 脑残 智障 贱人 婊子 畜生 "
        "骗人精 是骗子 都是骗子 全是骗子 骗子店 骗人的店 是猪头 大猪头 猪头一个 混蛋 白痴 "
        "弱智 不要脸 "
        "没良心 丧良心 狗东西 死变态 耍你玩 逗你玩 玩你的 骗你的 别发货了 不许发货 垃圾商家 "
        "垃圾店 骗子商家 无良商家 黑心商家 死骗子 大骗子 fuck shabi caonima nmsl cnm"
    ),
    Theme.JOKE: (
        "火星 月球 地狱 十八层地狱 阎王殿 阴曹地府 阴间 天庭 南天门 外太空 银河系 太阳系 地球 "
        "地球村 宇宙 冥界 奈何桥 黄泉路 梦里 梦中 你心里 我心里 你家 我家 你猜 你猜猜 随便 "
        "随便写 随便填 不知道 不告诉你 无可奉告 没有地址 无地址 不用发货 不要发货 不发货 "
        "别发货 勿发货 乱写 保密 火星基地 月球基地 外星基地 外星球 外星人基地 宇宙尽头 "
        "火葬场 花果山水帘洞 水帘洞 霍格沃茨 哥谭市"
    ),
    Theme.FORWARDING: (
        "集运仓 集运中心 集运公司 集运转运 转运仓 转运中心仓 海外仓 跨境仓 国际集运 跨境集运 "
        "集货仓 货代仓 货运代理仓 转运公司 国际转运 海淘转运 代收转运 集运收"
    ),
    Theme.FORWARDING_HINT: "集运 转运 仓库 中转仓 代收仓 货代",
    Theme.LEFTOVER: (
        "已安检已验视 已安检 已验视 请选择 省市区 选择省 选择市 选择区 请输入 详细地址: "
        "[object {{ }} ${ <br &nbsp &amp 未知省 未知市 其他区 其它区"
    ),
    Theme.LEFTOVER_LATIN: "null none undefined nan n/a",
    Theme.CONTACT: (
        "加q 十q +q 加微 十微 +微 微: 微= 加薇 十薇 +薇 薇: 薇= 加威 十威 +威 微信 薇信 威信 "
        "威信号 微信号 vx wx v信 weixin wechat qq 扣扣 企鹅 企鹅号 联系 http www. .com .cn "
        ".net .top .xyz @ 淘口令 电话 手机 tel 抖音号 快手号 公众号 telegram whatsapp"
    ),
    Theme.PO_BOX: "邮政信箱 信箱 box",
    Theme.KEYBOARD: (
        "asdf sdfg dfgh fghj ghjk hjkl qwer wert erty rtyu tyui yuio uiop zxcv xcvb cvbn vbnm "
        "qazwsx 阿斯蒂芬 阿斯顿发 阿斯达 阿萨德 啊实打实 撒旦法 撒大苏打 发斯蒂芬 奥术大师 "
        "水电费水电费 撒打算 阿三大苏打 士大夫撒 发顺丰撒 安抚安抚 范德萨 撒大声地 撒地方 "
        "阿斯顿撒"
    ),
    # What buyers add for the courier: it belongs to no place, so it surprises nobody.
    Theme.DELIVERY: (
        "送货前 请打电话 先打电话 打电话 电话联系 提前联系 请联系 放门口 放家门口 "
        "放前台 放门卫 放保安室 "
        "放快递柜 放快递架 放货架 放驿站 放丰巢 不要放 别放 快递柜 快递架 自提柜 菜鸟驿站 妈妈驿站 "
        "兔喜生活 丰巢 韵达超市 递易智能 速递易 代收点 代收 谢谢 辛苦了 麻烦 轻拿轻放 易碎 "
        "办事处 交汇处 交叉口 交汇口 路与 街与 道与 有限公司 大学 学院 学生公寓 "
        "工作日 周末 下班后 本人签收 签收 到了 不接 送上门 送货上门 务必 请勿"
    ),
    Theme.SUITE: "suite ste unit apt",
}


def listed_words() -> dict[str, Theme]:
    """Return every word with its theme."""
    return {word: theme for theme, listed in _WORDS.items() for word in listed.split()}
