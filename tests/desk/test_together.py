from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection

from shopwarden.desk.common.db import writing
from shopwarden.desk.common.models import KeyCheck
from shopwarden.desk.exchange import Environ
from shopwarden.desk.together import Reply, Together

FAILED = Reply(500, [], b"failed")
FIRST = 1000


# Real transactions, which another thread begins and ends.
pytestmark = pytest.mark.django_db(transaction=True)


def put(number: int) -> None:
    with writing():
        KeyCheck.objects.create(number=FIRST + number, answer="x")


def kept() -> list[int]:
    found = KeyCheck.objects.filter(number__gte=FIRST).order_by("number")
    return [number - FIRST for number in found.values_list("number", flat=True)]


def ask_all(answer: Callable[[Environ], Reply], count: int) -> list[Reply]:
    async def ask() -> list[Reply]:
        together = Together(answer, lambda: FAILED)
        return await asyncio.gather(*(together.ask({"number": n}) for n in range(count)))

    return asyncio.run(ask())


def test_each_gets_its_answer_once_all_is_stored() -> None:
    inside = []

    def answer(environ: Environ) -> Reply:
        inside.append(connection.in_atomic_block)
        put(environ["number"])
        return Reply(200, [], str(environ["number"]).encode())

    replies = ask_all(answer, 12)
    assert [reply.body for reply in replies] == [str(n).encode() for n in range(12)]
    assert inside == [True] * 12
    assert kept() == list(range(12))


def test_what_is_refused_undoes_its_own_part_only() -> None:
    put(1)

    def answer(environ: Environ) -> Reply:
        try:
            put(environ["number"])
        except IntegrityError:
            return Reply(422, [], b"")
        return Reply(200, [], b"")

    assert [reply.status for reply in ask_all(answer, 3)] == [200, 422, 200]
    assert kept() == [0, 1, 2]


def test_nobody_is_told_that_something_is_stored_that_is_not() -> None:
    def answer(environ: Environ) -> Reply:
        put(environ["number"])
        raise OSError

    assert ask_all(answer, 3) == [FAILED] * 3
    assert kept() == []
