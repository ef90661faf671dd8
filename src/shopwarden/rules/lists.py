"""The shop's lists, as whoever judges hands them over."""

from __future__ import annotations

from collections.abc import Mapping, Set

Lists = Mapping[tuple[str, str], Set[str]]
"""Values by list and kind: ``{("trusted", "buyer"): {"…"}}``.

The values are in the form the judged column has (plain, or keyed digests). A list that is not
there is empty. What has expired is left out by whoever hands the lists over.
"""

NO_LISTS: Lists = {}
"""What `Lists` is where a shop keeps none."""
