"""Words around the names of divisions that the walk must know."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Stepped over between two divisions: labels of a form, and districts in common use that have
# no place in the hierarchy and must never count as a contradiction.
FILLERS: Final = _words(
    "中国 中华人民共和国 地址 收货地址 收件地址 详细地址 联系地址 收货人 所在地区 寄往 高新区 "
    "高新技术区 高新开发区 高新技术开发区 高新技术产业开发区 国家高新技术产业开发区 经开区 "
    "经济区 经济开发区 经济技术开发区 国家级经济技术开发区 开发区 新区 新城区 城区 市区 郊区 "
    "工业区 工业园区 保税区 综合保税区 出口加工区 旅游度假区 度假区 示范区 园区 中心城区 "
    "主城区 老城区 产业集聚区 生产建设兵团 管委会 市辖区 直辖县 省直辖县级行政区划 "
    "自治区直辖县级行政区划 县级市 雄安新区 天府新区 西咸新区 赣江新区 贵安新区 西海岸新区 "
    "湘江新区 滇中新区 郑东新区 江北新区 金普新区"
)

# Premises: a short name of a division right before one of these is part of their name.
PREMISES: Final = _words(
    "广场 花园 花苑 家园 名苑 佳苑 雅苑 公园 公寓 公馆 大厦 大楼 大酒店 酒店 宾馆 饭店 饭庄 "
    "山庄 会所 大学 学院 学校 中学 小学 初中 高中 幼儿园 实验 师范 职业 医院 人民医院 卫生院 "
    "卫生 诊所 药店 国际 机场 车站 火车站 汽车站 高铁站 客运 客运站 地铁站 地铁 动车 码头 "
    "口岸 高速 收费站 服务区 商城 商场 商贸 商务 商业 商会 市场 农贸 批发 超市 百货 购物 "
    "步行街 小商品 建材 五金 家具 家居 服装 轻纺 汽车 汽配 汽贸 机电 电子 电器 电商 网商 农商 "
    "银行 信用社 保险 证券 邮政 邮局 快递 物流 货运 仓储 公司 集团 有限 股份 工厂 化工 机械 "
    "工业 产业 科技 创业 创意 创新 软件 文创 文化 体育 艺术 图书 政府 人民政府 市政府 区政府 "
    "县政府 镇政府 党校 法院 检察院 公安 派出所 交警 消防 税务 工商 供电 电力 国土 民政 教育 "
    "财政 人事 劳动 行政 水务 自来水 水厂 水库 电厂 大桥 大坝 景区 风景 名胜 古镇 古城 度假村 "
    "湿地 森林 植物园 动物园 博物馆 纪念馆 体育馆 图书馆 影城 影院 剧院 大剧院 小区 社区 新村 "
    "城中村 名城 新城 天地 中心 总部 基地 大市场 一中 二中 三中 一小 二小 书店 饭馆 人家 "
    "分公司 支行 分行 总站 分店 中医 中药 东方 南方 北方 中央 中科 中建 中铁 中华 新华书店 "
    "大数据 大众"
)

# Names of townships that are ordinary words: never read without 街道, 镇 or 乡.
ORDINARY_TOWNS: Final = frozenset(
    _words(
        "人民 建设 解放 中心 新华 和平 胜利 团结 红旗 东方 工业 开发 市场 文化 科技 民主 中山 "
        "东风 光明 前进 幸福 友谊 友好 先锋 朝阳 新兴 新建 新民 新城 新村 城区 城中 城东 城南 "
        "城西 城北 城郊 市中 市区 工农 农场 林场 永安 太平 大同 中华 新世纪 火车站 车站 站前 "
        "南门 北门 东门 西门 中街 南街 北街 东街 西街 大街 老街 新街口 河东 河西 江南 江北 "
        "江东 江西 湖南 湖北 河南 河北 山东 山西 海南 广东 广西 北京 上海 天津 长江 黄河 交通 "
        "劳动 工人 青年 学院 大学 园区 政府 中央 国际 世纪 滨江 滨河 滨海 临江 沿江 沿海 环城 "
        "高新 经开 五一 八一 七一 三八 东湖 西湖 南湖 北湖 东山 西山 南山 北山 东城 西城 南城 "
        "北城 东关 西关 南关 北关 大桥 石桥 新桥 花园 公园 龙山 凤凰 金山 银山 梅园 桃园 一街 "
        "二街 三街"
    )
)
# Cities without counties: people call their 街道 a 区.
CITIES_WITHOUT_COUNTIES: Final = frozenset({4419, 4420, 4604, 6202})
# 雨花台区 of 南京 is called 雨花区, which is a district of another city; the others are names from
# before 2002, too short for a stem or with another stem than today's.
COLLOQUIAL: Final = {
    "雨花区": 320_114_000,
    "吴县市": 320_506_000,
    "吴县": 320_506_000,
    "无锡县": 320_205_000,
    "鄞县": 330_212_000,
    "衢县": 330_803_000,
    "宜昌县": 420_506_000,
    "武昌县": 420_115_000,
    "汉阳县": 420_114_000,
}
# Real counties whose names are used everywhere for some part of a town.
GENERIC: Final = frozenset(
    _words(
        "城区 郊区 矿区 新区 东区 西区 南区 北区 中区 城中区 城东区 城西区 城南区 城北区 "
        "新城区 老城区 滨海新区"
    )
)
