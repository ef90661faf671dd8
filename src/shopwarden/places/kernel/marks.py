"""Classes of characters, as bits, so that a kernel asks for any of several in one step."""

from __future__ import annotations

from functools import cache
from typing import Final

from shopwarden.places.lexicon import listed_words

UNITS: Final = 0x10000

END: Final = 1
SEPARATOR: Final = 1 << 1
DIGIT: Final = 1 << 2
NUMERAL: Final = 1 << 3
LATIN: Final = 1 << 4
HAN: Final = 1 << 5
# Ends of a street or number: no division is looked for behind one.
STREET: Final = 1 << 6
# After a short name these make it part of another name: 北京|路, 浙江|大学, 中山|东路.
JOINING: Final = 1 << 7
# The same after a township without its suffix.
TOWN_JOINING: Final = 1 << 8
# Ends of a lane, after which even a full name is none; 街道 is no lane.
LANE: Final = 1 << 9
SUFFIX: Final = 1 << 10
NUMBER_JOINING: Final = 1 << 11
ROAD: Final = 1 << 12
DIRECTION: Final = 1 << 13
# Ends of a name that another name may follow: 永福社区|文一西路, 阳光花园|文一西路.
CUT: Final = 1 << 14
# Ends of an estate, a house or an institution; a number behind one is no door number.
PLACE_END: Final = 1 << 15
# After bare digits these make them a quantity or a part of a building.
UNIT: Final = 1 << 16
BEFORE_NUMBER: Final = 1 << 17
MASKING: Final = 1 << 18
# These make a short name part of another only before one of the next class: 南京|东|路, but
# 杭州|西溪路.
TURNING: Final = 1 << 19
AFTER_TURN: Final = 1 << 20
# What may stand before or for a number: 甲12号, 特1号, 附3号, 第2单元, 负一层, 地下2层.
LEADING: Final = 1 << 21
# First characters of 东楼, 主楼, 教学楼.
SIDE: Final = 1 << 22
# First characters of what is written for the courier, of labels and of contacts.
NOTE: Final = 1 << 23
# What only says where beside a thing: 东侧, 对面, 交叉口西北角.
ASIDE: Final = 1 << 24
SURNAME: Final = 1 << 25
# What names a zone without telling which: 经济技术开发区.
GENERIC: Final = 1 << 26
# First characters of words for the courier that also follow a name at once: 阳光花园|放门口.
ASKING: Final = 1 << 27
CONSONANT: Final = 1 << 30
# What a word of the lexicon may begin with.
WORD: Final = 1 << 31

_NUMERALS: Final = "零〇一二三四五六七八九十百两"
_CLASSES: Final = (
    (NUMERAL, _NUMERALS),
    (STREET, "路街巷弄号0123456789"),
    (JOINING, "路街道巷弄桥里苑园村庄湾站"),
    (TURNING, "大东西南北中新"),
    (AFTER_TURN, "路街道巷弄站门城区部段环郊村厦学酒剧会饭楼院世堂大"),
    (TOWN_JOINING, "湖河江港门店塘坝闸寺庙院所局厂馆楼城府集加国小商学医银人分支外内前后左右"),
    (LANE, "路街巷弄"),
    (SUFFIX, "市区县镇乡州盟旗"),
    (NUMBER_JOINING, "-~_至、之/"),
    (ROAD, "路街道巷弄同线"),
    (DIRECTION, "东西南北中上下前后内外大小新老支一二三四五六七八九十"),
    (UNIT, "米路街弄巷幢栋座楼层室单元组年月日度期区村环公道线栏里口号队社块分时点次个户中小医"),
    (BEFORE_NUMBER, "甲乙丙丁附临新老旧"),
    (MASKING, "*#$"),
    (CUT, "桥铺坝村区块组队镇乡木县苑园厦期院场寓校司厂局站口旁近处店府城心学馆行座楼栋幢室"),
    (
        PLACE_END,
        "苑园厦院场寓校司厂局站店府城心学馆行座楼庭居邸轩阁坊里湾堡港汇庄墅所部处社吧都区寺庙堂柜仓库"
        "台班室铺房门廊谷街会点网屋坞市",
    ),
    (LEADING, "甲乙丙丁戊己庚辛附临负第地特"),
    (SIDE, "首底顶东西南北主副前后附裙配辅教宿办综实行住门科图"),
    (NOTE, "放请勿送到打先等联电手微加务不别麻谢辛快已本工周下中晚白轻易发备尽急好刷收姓地"),
    (ASIDE, "段以东西南北口边旁侧角交叉汇处对面附近斜往向约内外上下前后隔壁间与靠首头"),
    (
        SURNAME,
        "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜"
        "叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎"
        "贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧"
        "耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝游辛靳管柴蒙鲍"
        "华喻祁蒲房滕屈饶解牟艾尤穆卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂"
        "佟应臧闵苟邬边卞姬师仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩佘池查麻苑迟邝",
    ),
    (GENERIC, "经济技术开发区高新产业工园科贸物流"),
    (ASKING, "放请勿送麻菜丰快妈兔代"),
    (CONSONANT, "bcdfghjklmnpqrstvwxz"),
)
_RANGES: Final = (
    (SEPARATOR, 0x01, 0x2F), (DIGIT, 0x30, 0x39), (SEPARATOR, 0x3A, 0x60), (LATIN, 0x61, 0x7A),
    (SEPARATOR, 0x7B, 0xBF), (SEPARATOR, 0x2000, 0x206F), (SEPARATOR, 0x2190, 0x245F),
    (SEPARATOR, 0x2500, 0x2BFF), (SEPARATOR, 0x3000, 0x3006),
    (SEPARATOR, 0x3008, 0x303F), (HAN, 0x4E00, 0x9FFF), (SEPARATOR, 0xFE30, 0xFE4F),
)  # fmt: skip


@cache
def mark_table() -> list[int]:
    """Return the classes of every folded code unit."""
    table = [0] * UNITS
    table[0] = END
    for bit, first, last in _RANGES:
        table[first : last + 1] = [bit] * (last + 1 - first)
    for bit, characters in (*_CLASSES, (WORD, {word[0] for word in listed_words()})):
        for one in characters:
            table[ord(one)] |= bit
    return table
