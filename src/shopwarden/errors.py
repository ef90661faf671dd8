"""The root of everything shopwarden raises on purpose.

::

    ShopwardenError
    ├── sources.errors.SourceError      a file cannot be used as a whole
    ├── sources.errors.MappingError     a mapping file is wrong
    ├── places.errors.GazetteerError    the gazetteer cannot be read or rebuilt
    ├── features.errors.FeatureError    a feature does not exist
    ├── rules.errors.RuleError          a rule's text cannot be used
    ├── rules.errors.RulebookError      a rulebook file is wrong
    ├── risk.errors.EvaluationError     nothing can be learnt or tested that way
    └── connectors.net.errors.NetError  no usable answer came from outside

An error carries a stable ``code`` and data fields; the sentence for a person is written by
``shopwarden.explain`` in the person's language.
"""

from __future__ import annotations


class ShopwardenError(Exception):
    """A refusal with a stable code and the facts a sentence needs.

    Parameters
    ----------
    code
        Stable, lower-case, dotted: ``file.too_large``.
    **data
        What the sentence names: file, row, column, limit. No personal data.
    """

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in sorted(self.data.items()))
        return f"{self.code} ({facts})" if facts else self.code
