"""Sentences for people, in Chinese and English, made at the edge from codes and facts.

Import what is needed from the modules (``language``, ``findings``, ``errors``): the package
itself stays light, because the command line asks it for the language before anything else.
"""

from __future__ import annotations

from shopwarden.explain.language import Language, Text, preferred

__all__ = ["Language", "Text", "preferred"]
