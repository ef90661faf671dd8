"""What people call a division beside its name and the forms that follow from it.

By nine-digit codes. The names are read only behind a province or city that holds the division,
so that none of them can stand against another reading.
"""

from __future__ import annotations

from typing import Final

# Common short forms that no rule makes from the official name.
_SHORT: Final = {
    150_100_000: "呼市",
    150_700_000: "呼盟",
    150_800_000: "巴盟",
    150_900_000: "乌盟",
    152_500_000: "锡盟",
    152_900_000: "阿盟",
    652_700_000: "博州",
    652_800_000: "巴州",
    653_000_000: "克州",
    150_121_000: "土左旗",
    150_221_000: "土右旗",
    150_223_000: "达茂旗 达茂联合旗",
    150_521_000: "科左中旗",
    150_522_000: "科左后旗",
    150_621_000: "达旗",
    150_622_000: "准旗",
    150_627_000: "伊旗",
    150_722_000: "莫旗",
    150_725_000: "陈旗",
    150_726_000: "新左旗",
    150_727_000: "新右旗",
    150_926_000: "察右前旗",
    150_927_000: "察右中旗",
    150_928_000: "察右后旗",
    152_221_000: "科右前旗",
    152_222_000: "科右中旗",
    152_525_000: "东乌旗",
    152_526_000: "西乌旗",
    210_921_000: "阜蒙县",
    211_324_000: "喀左县",
    220_721_000: "前郭县",
    230_624_000: "杜蒙县",
    653_131_000: "塔县",
    654_226_000: "和丰县",
    # 雨花台区 of 南京 is called 雨花区, which is a district of another city.
    320_114_000: "雨花区",
    # Names from before 2000, too short for a stem or with another stem than today's.
    320_205_000: "无锡县",
    320_506_000: "吴县",
    420_115_000: "武昌县",
    420_114_000: "汉阳县",
}
# Parts of Hong Kong by the district that holds them; addresses there seldom name the district.
# Names that are also ordinary words or estates of the mainland (中环, 太古城) are left out.
_HONG_KONG: Final = {
    810_001_000: "西营盘 坚尼地城",
    810_002_000: "湾仔 铜锣湾",
    810_003_000: "鲗鱼涌 筲箕湾 柴湾 小西湾 西湾河",
    810_004_000: "香港仔 鸭脷洲 赤柱 黄竹坑 薄扶林",
    810_005_000: "油尖旺 尖沙咀 尖沙嘴 油麻地 旺角 佐敦 大角咀",
    810_006_000: "深水埗 深水埔 长沙湾 荔枝角 石硖尾",
    810_007_000: "九龙城 红磡 土瓜湾 何文田 九龙塘 马头围",
    810_008_000: "黄大仙 钻石山 慈云山 新蒲岗",
    810_009_000: "观塘 牛头角 九龙湾 秀茂坪",
    810_010_000: "荃湾",
    810_011_000: "屯门",
    810_012_000: "元朗 天水围",
    810_013_000: "粉岭 沙头角",
    810_014_000: "大埔",
    810_015_000: "西贡 将军澳 调景岭",
    810_016_000: "沙田 马鞍山",
    810_017_000: "葵青 葵涌 葵芳",
    810_018_000: "东涌 大屿山 南丫岛 梅窝",
    810_100_000: "港岛",
}
# Divisions of the Production and Construction Corps and the city that each runs; the 11th and
# the 12th run none.
_CORPS: Final = {
    659_002_000: ("一", "阿拉尔市"),
    659_006_000: ("二", "铁门关市"),
    659_003_000: ("三", "图木舒克市"),
    659_008_000: ("四", "可克达拉市"),
    659_007_000: ("五", "双河市"),
    659_004_000: ("六", "五家渠市"),
    659_010_000: ("七", "胡杨河市"),
    659_001_000: ("八", "石河子市"),
    659_012_000: ("九", "白杨市"),
    659_005_000: ("十", "北屯市"),
    659_011_000: ("十三", "新星市"),
    659_009_000: ("十四", "昆玉市"),
}


def aliases() -> dict[str, int]:
    """Return every alias with the code of its division.

    >>> aliases()["第八师石河子市"]
    659001000
    """
    listed = {name: code for code, names in _SHORT.items() for name in names.split()}
    listed |= {name: code for code, names in _HONG_KONG.items() for name in names.split()}
    for code, (number, city) in _CORPS.items():
        for division in (f"第{number}师", f"农{number}师", f"兵团第{number}师"):
            listed |= {division: code, f"{division}{city}": code}
    return listed


# Townships whose names lack a suffix.
TOWNS: Final = {
    441_900_401: ("松山湖", "松山湖高新区", "松山湖园区"),
    441_900_404: ("滨海湾新区",),
    460_400_499: ("洋浦经济开发区", "洋浦开发区"),
}
