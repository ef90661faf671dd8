from __future__ import annotations

from shopwarden.places.fold import fold_table
from shopwarden.places.levels import Kind, Level, Role, Status, level_of, parent
from shopwarden.places.making.divisions import Division, Index, Town, with_bounds
from shopwarden.places.making.patterns import make_patterns

DIVISIONS = [
    Division(330_000_000, "浙江省"),
    Division(330_100_000, "杭州市"),
    Division(330_103_000, "下城区", Status.ABOLISHED, 330_105_000),
    Division(330_110_000, "余杭区"),
]
TOWNS = [Town(330_110_005, "五常街道"), Town(330_110_000, "人民街道")]


def readings(text: str) -> list[tuple[str, int]]:
    made = make_patterns(DIVISIONS, TOWNS, {}, fold_table({}))
    number = made.texts.index(text)
    span = range(made.start[number], made.start[number + 1])
    return [(DIVISIONS[made.candidate[n]].name, int(made.kind[n])) for n in span]


def test_a_name_its_stem_and_its_variants_are_patterns() -> None:
    assert readings("余杭区") == [("余杭区", Kind.FULL)]
    assert readings("余杭市") == [("余杭区", Kind.VARIANT)]
    assert readings("余杭") == [("余杭区", Kind.STEM)]
    assert readings("下城区") == [("下城区", Kind.FULL_ABOLISHED)]


def test_a_colloquial_name_belongs_to_its_division() -> None:
    made = make_patterns(
        [Division(320_114_000, "雨花台区")], [], {"雨花苔区": 320_114_000}, fold_table({})
    )
    assert {"雨花区", "雨花苔区"} <= set(made.texts)
    assert "吴县市" not in made.texts


def test_ordinary_words_are_no_townships_without_a_suffix() -> None:
    made = make_patterns(DIVISIONS, TOWNS, {}, fold_table({}))
    assert "五常" in made.texts
    assert "五常镇" in made.texts
    assert "人民" not in made.texts
    assert "人民街道" in made.texts
    assert made.role[made.texts.index("高新区")] == Role.FILLER


def test_what_may_stand_below_a_division_is_an_interval_of_codes() -> None:
    bounds = [with_bounds(division) for division in DIVISIONS]
    assert [(d.low, d.high) for d in bounds] == [
        (330_000_000, 340_000_000),
        (330_100_000, 330_200_000),
        (330_100_000, 330_200_000),
        (330_110_000, 330_111_000),
    ]
    city = with_bounds(Division(110_100_000, "北京市"))
    assert (city.low, city.high) == (110_000_000, 120_000_000)


def test_names_are_found_where_they_are_unique() -> None:
    index = Index(DIVISIONS)
    assert index.named(330_100_000, Level.DISTRICT, "余杭区") == 330_110_000
    assert index.like(330_000_000, Level.DISTRICT, "余杭市") == 330_110_000
    assert index.named(330_000_000, Level.DISTRICT, "下城区") == 0


def test_levels_follow_from_codes() -> None:
    assert level_of(330_110_005) is Level.TOWN
    assert level_of(330_110_000) is Level.DISTRICT
    assert parent(330_110_005, Level.CITY) == 330_100_000
