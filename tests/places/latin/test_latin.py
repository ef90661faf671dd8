from __future__ import annotations

import pytest

from shopwarden.places.latin import Side, is_latin, read_latin
from shopwarden.places.levels import Level

BEIJING = {
    "province": "Beijing", "city": "Beijing", "district": "Chaoyang District",
    "road": "Jianguo Road", "number": "No. 88", "room": "Room 501",
}  # fmt: skip
READ = [
    (
        "Room 501, Bldg 3, No. 88 Jianguo Road, Chaoyang District, Beijing 100022, China",
        110_105_000,
        BEIJING | {"building": "Bldg 3"},
    ),
    (
        "Beijing, Chaoyang District, Jianguo Road No. 88, Building 3, Room 501",
        110_105_000,
        BEIJING | {"building": "Building 3"},
    ),
    (
        "88 Jianguo Lu, Chaoyang Qu, Beijing",
        110_105_000,
        {"province": "Beijing", "city": "Beijing", "district": "Chaoyang Qu",
         "road": "Jianguo Lu", "number": "88"},
    ),
    (
        "Zhejiang Sheng Hangzhou Shi Yuhang Qu Wuchang Jiedao Wenyi Xilu 969 Hao",
        330_110_005,
        {"province": "Zhejiang Sheng", "city": "Hangzhou Shi", "district": "Yuhang Qu",
         "town": "Wuchang Jiedao", "road": "Wenyi Xilu", "number": "969 Hao"},
    ),
    (
        "Zhejiang Province, Hangzhou City, Yuhang District, Wuchang Street, Wenyi West Road 969",
        330_110_005,
        {"province": "Zhejiang Province", "city": "Hangzhou City", "district": "Yuhang District",
         "town": "Wuchang Street", "road": "Wenyi West Road", "number": "969"},
    ),
    (
        "Zhejiangsheng Hangzhoushi Xihuqu Wen'er Lu 5",
        330_106_000,
        {"province": "Zhejiangsheng", "city": "Hangzhoushi", "district": "Xihuqu",
         "road": "Wen'er Lu", "number": "5"},
    ),
    (
        "Flat A, 12/F, Tower 2, Sha Tin Centre, Sha Tin, New Territories, Hong Kong",
        810_016_000,
        {"province": "Hong Kong", "city": "New Territories", "district": "Sha Tin",
         "poi": "Sha Tin Centre", "building": "Tower 2", "floor": "12/F", "room": "Flat A"},
    ),
    (
        "Unit 2, Building 5, Lane 1234, Huaihai Middle Road, Xuhui District, Shanghai 200031",
        310_104_000,
        {"province": "Shanghai", "city": "Shanghai", "district": "Xuhui District",
         "lane": "Lane 1234", "road": "Huaihai Middle Road", "building": "Building 5",
         "unit": "Unit 2"},
    ),
    (
        "3 Hao Lou 2 Danyuan 501 Shi, Xingfu Xiaoqu, Haidian, Beijing",
        110_108_000,
        {"province": "Beijing", "city": "Beijing", "district": "Haidian",
         "village": "Xingfu Xiaoqu", "building": "3 Hao Lou", "unit": "2 Danyuan",
         "room": "501 Shi"},
    ),
    (
        "Zhang Wei, 13800138000, Rm 1203, Bldg A, Wangjing SOHO, Chaoyang, Beijing",
        110_105_000,
        {"name": "Zhang Wei", "phone": "13800138000", "room": "Rm 1203", "building": "Bldg A",
         "poi": "Wangjing SOHO", "district": "Chaoyang", "province": "Beijing",
         "city": "Beijing"},
    ),
    ("Urumqi, Xinjiang", 650_100_000, {"city": "Urumqi", "province": "Xinjiang"}),
    ("Lüliang, Shanxi", 141_100_000, {"city": "Lüliang", "province": "Shanxi"}),
    ("Xi'an, Shaanxi", 610_100_000, {"city": "Xi'an", "province": "Shaanxi"}),
    ("Changchun, Jilin", 220_100_000, {"city": "Changchun", "province": "Jilin"}),
    ("Jilin", 220_000_000, {"province": "Jilin"}),
    ("Peixian, Xuzhou", 320_322_000, {"district": "Peixian", "city": "Xuzhou"}),
    ("Humen, Dongguan, Guangdong", 441_900_121,
     {"town": "Humen", "city": "Dongguan", "province": "Guangdong"}),
    ("Enshi Tujia and Miao Autonomous Prefecture, Hubei, Lichuan City", 422_802_000,
     {"city": "Enshi Tujia and Miao Autonomous Prefecture", "province": "Hubei",
      "district": "Lichuan City"}),
    ("Taipei City, Da'an District, Zhongxiao East Road Section 4, No. 100", 710_510_000,
     {"city": "Taipei City", "district": "Da'an District",
      "road": "Zhongxiao East Road Section 4", "number": "No. 100"}),
    ("Shenzhen Nanshan Keji Yuan South Road 1", 440_305_000,
     {"city": "Shenzhen", "district": "Nanshan", "road": "Keji Yuan South Road",
      "number": "1"}),
    ("Suite 88888, Los Angeles", 0, {"room": "Suite 88888", "poi": "Los Angeles"}),
    ("", 0, {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "parts"), READ)
def test_parts_and_code_are_read_in_either_order(
    text: str, code: int, parts: dict[str, str]
) -> None:
    reading = read_latin(text)
    assert {part: text[start:end] for part, (start, end) in reading.spans.items()} == parts
    assert (reading.code, reading.clash) == (code, ())


def test_both_sides_of_a_contradiction_are_named_the_larger_first() -> None:
    text = "12 Zhongshan Road, Guangzhou, Zhejiang Province"
    assert read_latin(text).clash == (
        Side(Level.PROVINCE, 330_000_000, 30, 47),
        Side(Level.CITY, 440_100_000, 19, 28),
    )
    reading = read_latin("Chaoyang District, Hangzhou, Zhejiang")
    assert [side.code for side in reading.clash] == [330_100_000, 110_105_000]
    assert set(reading.spans) == {"province", "city", "district"}


def test_a_road_or_a_house_named_after_a_place_is_no_contradiction() -> None:
    assert read_latin("Lhasa, Tibet, Chengguan District, Beijing Road 1").clash == ()
    assert read_latin("88 Nanjing East Road, Huangpu, Shanghai").clash == ()


def test_a_former_name_leads_to_its_successor() -> None:
    reading = read_latin("Zhabei District, Shanghai")
    assert reading.code == 310_106_000
    assert reading.former == (Side(Level.DISTRICT, 310_106_000, 0, 15),)


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("88 Jianguo Lu, Chaoyang Qu, Beijing", True),
        ("88 Jianguo Lu 3号", True),
        ("浙江省杭州市余杭区文一西路969号", False),
        ("北京市朝阳区建国路88号SOHO现代城A座", False),
        ("501, 88", False),
        ("\uff22\uff25\uff29\uff2a\uff29\uff2e\uff27", True),
    ],
)
def test_texts_in_latin_letters_are_told_from_chinese_ones(text: str, latin: bool) -> None:
    assert is_latin(text) is latin
