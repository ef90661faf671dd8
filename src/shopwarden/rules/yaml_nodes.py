"""A small YAML file, field by field, each with its line.

The events of the parser are counted before anything is built of them: depth, number, anchors
and tags. Scalars stay the texts they are written as.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import yaml

from shopwarden.rules.errors import RulebookError
from shopwarden.rules.vocabulary import nearest

LARGEST: Final = 500_000
_DEEPEST: Final = 6
MAPPING: Final = "mapping"
_NUMBER: Final = re.compile(r"\d{1,15}(\.\d{1,400})?")
# The compiled reader, where the package has it: many times faster, the same events.
_LOADER: Final[type[yaml.SafeLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_nodes(data: bytes, file: str) -> Entry:
    """Return the mapping a YAML file consists of.

    Raises
    ------
    RulebookError
        Too large, no YAML, no mapping, or with anchors, aliases or tags.
    """
    if len(data) > LARGEST:
        raise RulebookError("rulebook.too_large", file=file, limit=LARGEST)
    try:
        text = data.decode("utf-8-sig")
        _check_events(text, file)
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RulebookError("rulebook.bad_yaml", file=file, line=line, column=1) from None
    except yaml.MarkedYAMLError as error:
        raise _bad_yaml(file, error.problem_mark or error.context_mark) from None
    except yaml.YAMLError:
        raise _bad_yaml(file, None) from None
    return Entry(file, node)


def _bad_yaml(file: str, mark: Any) -> RulebookError:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return RulebookError("rulebook.bad_yaml", file=file, line=line, column=column)


def _check_events(text: str, file: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        is_marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
        is_marked = is_marked or isinstance(event, yaml.AliasEvent)
        if is_marked or depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            wanted = "plain" if is_marked else "shallow"
            raise RulebookError(
                "rulebook.bad_format", file=file, line=line, found="", wanted=wanted
            )


class Entry:
    """A mapping of the file: the book itself, a rule, or a title.

    Parameters
    ----------
    file
        What errors call the file.
    node
        What should be a mapping.
    name
        The rule it belongs to, for errors.
    number
        Its place in its list, from 1.
    """

    def __init__(self, file: str, node: yaml.Node | None, name: str = "", number: int = 1) -> None:
        self.file = file
        self.name = name
        self.number = number
        self.line = node.start_mark.line + 1 if node else 1
        if not isinstance(node, yaml.MappingNode):
            raise self._bad_format(self.line, MAPPING)
        self.fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in self.fields:
                raise self._bad_format(key.start_mark.line + 1, MAPPING)
            self.fields[key.value] = value

    def line_of(self, field: str) -> int:
        """Return the line a field's value begins in."""
        node = self.fields.get(field)
        return node.start_mark.line + 1 if node else self.line

    def only(self, known: Iterable[str]) -> None:
        """Refuse any other field."""
        known = tuple(known)
        for field in self.fields:
            if field not in known:
                raise self._error("unknown_field", field, close=nearest(field, known))

    def optional(self, field: str) -> str:
        """Return the text of a field, empty where it is not there."""
        node = self.fields.get(field)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            raise self.bad_value(field, "text")
        return str(node.value)

    def text(self, field: str) -> str:
        """Return the text of a field that has to be there."""
        found = self.optional(field)
        if not found.strip():
            raise self._error("missing_field", field)
        return found

    def allowed(self, field: str, is_allowed: Callable[[str], bool], wanted: str) -> str:
        """Return the text of a field that has to pass a test."""
        found = self.text(field)
        if not is_allowed(found):
            raise self.bad_value(field, wanted)
        return found

    def matching(self, field: str, pattern: str, wanted: str) -> str:
        """Return the text of a field of the form `pattern`, up to 64 characters."""
        found = self.text(field)
        if len(found) > 64 or not re.fullmatch(pattern, found):
            raise self.bad_value(field, wanted)
        return found

    def one_of(self, field: str, known: Sequence[str], usual: str | None = None) -> str:
        """Return the text of a field, one of a few."""
        found = self.text(field) if usual is None else self.optional(field) or usual
        if found not in known:
            raise self.bad_value(field, *known)
        return found

    def number_between(self, field: str, low: float, high: float) -> float:
        """Return the number of a field."""
        found = self.text(field)
        if not _NUMBER.fullmatch(found) or not low <= float(found) <= high:
            raise self.bad_value(field, f"{low} … {high}")
        return float(found)

    def whole(self, field: str, usual: int) -> int:
        """Return the whole number of a field, from 1."""
        found = self.optional(field) or str(usual)
        if not (found.isascii() and found.isdigit() and 0 < len(found) < 10 and int(found)):
            raise self.bad_value(field, "1, 2, 3, …")
        return int(found)

    def mapping(self, field: str) -> Entry:
        """Return the field that is a mapping itself."""
        if field not in self.fields:
            raise self._error("missing_field", field)
        return Entry(self.file, self.fields[field], self.name, self.number)

    def entries(self, field: str) -> list[Entry]:
        """Return the mappings of a field that is a list."""
        node = self.fields.get(field)
        if not isinstance(node, yaml.SequenceNode):
            raise self._bad_format(self.line_of(field), field)
        return [
            Entry(self.file, item, f"#{number}", number)
            for number, item in enumerate(node.value, start=1)
        ]

    def bad_value(self, field: str, *known: str) -> RulebookError:
        """Return the error of a field with a value it cannot have."""
        node = self.fields.get(field)
        value = str(node.value)[:40] if isinstance(node, yaml.ScalarNode) else ""
        return self._error("bad_value", field, value=value, known=known)

    def _error(self, what: str, field: str, **data: object) -> RulebookError:
        return RulebookError(
            f"rulebook.{what}",
            file=self.file,
            line=self.line_of(field),
            rule=self.name,
            field=field,
            **data,
        )

    def _bad_format(self, line: int, wanted: str) -> RulebookError:
        return RulebookError(
            "rulebook.bad_format", file=self.file, line=line, found="", wanted=wanted
        )
