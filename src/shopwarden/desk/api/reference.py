"""The OpenAPI document as a person reads it: what to ask, what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from shopwarden.desk.api.api import operations
from shopwarden.desk.api.middleware import ROOT

_Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One value of a question or an answer; inner ones are written ``alerts[].order``."""

    name: str
    type: str
    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """One address and what it does."""

    method: str
    path: str
    title: str
    text: str
    asks: list[Field]
    answers: list[Field]


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return dict(operations.get_openapi_schema(path_prefix=ROOT))


def reference() -> list[Operation]:
    """Return the operations in the reader's language."""
    return [
        Operation(
            method=method.upper(),
            path=path,
            title=_said(found, "summary"),
            text=_said(found, "description"),
            asks=[
                *(_asked(one) for one in found.get("parameters", [])),
                *_fields(_body(found)),
            ],
            answers=list(_fields(_answer(found))),
        )
        for path, methods in document()["paths"].items()
        for method, found in methods.items()
    ]


def _asked(parameter: _Schema) -> Field:
    schema = _resolved(parameter["schema"])
    return Field(parameter["name"], _type(schema), _said(parameter), _choices(schema))


def _body(operation: _Schema) -> _Schema:
    content: _Schema = operation.get("requestBody", {}).get("content", {})
    return next((_resolved(one["schema"]) for one in content.values()), {})


def _answer(operation: _Schema) -> _Schema:
    content: _Schema = operation["responses"][200]["content"]["application/json"]["schema"]
    return _resolved(content)


def _fields(schema: _Schema, before: str = "") -> Iterator[Field]:
    for name, value in schema.get("properties", {}).items():
        inner = _resolved(value)
        yield Field(before + name, _type(inner), _said(value), _choices(inner))
        if inner.get("type") == "array":
            yield from _fields(_resolved(inner["items"]), f"{before}{name}[].")
        else:
            yield from _fields(inner, f"{before}{name}.")


def _resolved(schema: _Schema) -> _Schema:
    """Follow references; of a value that may be null, take the other side."""
    for other in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        if other.get("type") != "null":
            return _resolved(other)
    if "$ref" not in schema:
        return schema
    found: _Schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _type(schema: _Schema) -> str:
    return str(schema.get("format") or schema.get("type", ""))


def _choices(schema: _Schema) -> tuple[str, ...]:
    return tuple(schema.get("enum", ()))


def _said(schema: _Schema, name: str = "description") -> str:
    text = schema.get(name)
    # The translation of nothing is the head of the catalogue.
    return _(text) if text else ""
