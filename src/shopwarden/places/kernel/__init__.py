"""The reading of one address, written once and executed in two ways.

What happens to one row is written as *row kernels*: plain functions over sequences of integers.
One address runs them as ordinary Python; a long column compiles the very same functions
(``docs/adr/0003``). So there is one set of rules, and a test proves that both ways agree.

A kernel is marked with ``@kernel`` and keeps to what both ways can do:

* integers, booleans, loops, tuples; indexing and assignment to an index; calls of other kernels.
  No strings, floats, dicts, classes, exceptions, closures, slices, generators or keyword
  arguments, and nothing is allocated: a kernel writes into sequences it is given.
* constants are integers, or tuples of integers, of its module: ``_LU: Final = ord("路")``.
* a variable keeps its type: an integer stays one, a flag is ``True`` or ``False``.
* division is ``//`` of numbers that are not negative.

Conventions of the arguments:

* ``units`` are folded code units (``buffer``), ``marks`` the classes of each as bits (``marks``).
  The buffer begins with one END unit, every row ends in one, and two more close it: looking one
  unit back from a row, or two units ahead of its end, is always inside.
* A row is ``units[start:end]``. Positions count from the start of the buffer.
* ``spans`` is flat: ``spans[2 * part]`` and ``spans[2 * part + 1]`` are where a part begins and
  ends, -1 where it is not mentioned (``part``).
"""

from __future__ import annotations
