"""The drawing of a group."""

from __future__ import annotations

from shopwarden.desk.groups.graph import MOST_ACCOUNTS, MOST_VALUES, draw
from shopwarden.desk.groups.linked import LinkedGroup, Member, Shared
from shopwarden.links import LinkKind


def group(accounts: int, *shared: tuple[float, tuple[int, ...]]) -> LinkedGroup:
    return LinkedGroup(
        1,
        tuple(Member(number, 0.9, (LinkKind.PHONE,)) for number in range(1, accounts + 1)),
        tuple(
            Shared(LinkKind.PHONE, number, len(buyers), strength, buyers)
            for number, (strength, buyers) in enumerate(shared)
        ),
    )


def test_accounts_stand_on_both_sides_of_what_they_share() -> None:
    graph = draw(group(3, (0.8, (1, 2, 3))), {1: 400, 2: 100})
    assert [(point.x, point.y) for point in graph.values] == [(50, 78.0)]
    assert [(point.x, point.y) for point in graph.accounts] == [(24, 56.0), (76, 78.0), (24, 100.0)]
    assert [point.radius for point in graph.accounts] == [15.0, 11.0, 7.0]
    assert [(line.account.number, line.value.number, line.width) for line in graph.lines] == [
        (0, 0, 5.0),
        (1, 0, 5.0),
        (2, 0, 5.0),
    ]
    assert (graph.height, graph.more_accounts, graph.more_values) == (156.0, 0, 0)


def test_accounts_stand_beside_what_they_share() -> None:
    graph = draw(group(4, (0.8, (1, 4)), (0.4, (2, 3))), {})
    heights = {point.number: point.y for point in graph.accounts}
    assert heights[0] == heights[3] < heights[1] == heights[2]
    assert {line.width for line in graph.lines} == {5.0, 3.0}


def test_the_same_group_is_drawn_the_same() -> None:
    one = group(9, (0.8, (1, 2, 3, 4)), (0.7, (4, 5, 6)), (0.5, (6, 7, 8, 9)))
    assert draw(one, {5: 10}) == draw(one, {5: 10})


def test_no_two_points_stand_in_one_place() -> None:
    shared = [(0.9 - number / 100, (number, number + 1)) for number in range(1, 60)]
    graph = draw(group(60, *shared), {})
    points = [(point.x, point.y) for point in (*graph.accounts, *graph.values)]
    assert len(points) == len(set(points)) == MOST_ACCOUNTS + MOST_VALUES
    assert all(0 < y < graph.height for _, y in points)
    assert (graph.more_accounts, graph.more_values) == (20, 47)
    # Whom was asked for is drawn in any case.
    assert graph.accounts[0].number == 0
