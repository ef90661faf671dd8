"""What the columns of a shop's own tables mean: kept once, used whenever the header comes again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record
from shopwarden.desk.common import sealed
from shopwarden.desk.common.db import one_at_a_time, writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused
from shopwarden.desk.intake.models import SavedMapping, TableSample
from shopwarden.desk.intake.samples import header_key, table_of
from shopwarden.desk.trade.frames import MODELS
from shopwarden.sources import TableMapping, check_columns, read_mapping, write_mapping
from shopwarden.sources.tables import Header

SUFFIX: Final = ".toml"
LARGEST: Final = 100_000


def mappings(shop_id: UUID) -> QuerySet[SavedMapping]:
    """Return the mappings of a shop by name; the caller has checked the shop."""
    return SavedMapping.objects.filter(shop=shop_id).select_related("made_by").order_by("name")


def mapping_for(shop_id: UUID) -> Callable[[Header], TableMapping | None]:
    """Return what `read_file` asks for the mapping of a table it does not know."""
    known = {one.header_key: one for one in SavedMapping.objects.filter(shop=shop_id)}

    def find(header: Header) -> TableMapping | None:
        one = known.get(header_key(shop_id, header.names)) if known else None
        return read_mapping(toml_of(one), one.name) if one else None

    return find


def saved_for(sample: TableSample) -> SavedMapping | None:
    """Return what is kept for the header of a sample."""
    return SavedMapping.objects.filter(shop=sample.shop_id, header_key=sample.header_key).first()


def toml_of(saved: SavedMapping) -> str:
    """Return the text of a saved mapping; raises ``SealError``."""
    return sealed.read(saved, "toml") or ""


def save_mapping(
    *, scope: Scope, sample: TableSample, name: str, mapping: TableMapping
) -> SavedMapping:
    """Keep what the columns of a table mean, in the place of what was kept for its header.

    Raises
    ------
    MappingError
        ``mapping.column_missing``: the table has no such column.
    Refused
        ``mapping.other_kind``: the desk does not keep records of this kind.
    """
    require(scope, sample.shop_id, Permission.IMPORT)
    if mapping.kind not in MODELS:
        raise Refused("mapping.other_kind", kind=mapping.kind.value)
    check_columns(mapping, Header(table_of(sample).names), sample.label)
    saved = SavedMapping(
        id=uuid4(),
        shop_id=sample.shop_id,
        name=name.strip() or sample.label[:60],
        header_key=sample.header_key,
        kind=mapping.kind.value,
        fields=len(mapping.fields),
        made_by=scope.actor,
        made_at=timezone.now(),
    )
    sealed.write(saved, "toml", write_mapping(mapping))
    facts = {"name": saved.name, "kind": saved.kind, "fields": sorted(mapping.fields)}
    changes = {key: (None, value) for key, value in facts.items()}
    with writing():
        one_at_a_time(f"mappings {sample.shop_id}")
        SavedMapping.objects.filter(shop=saved.shop_id, header_key=saved.header_key).delete()
        saved.save(force_insert=True)
        record(scope=scope, act=Act(Action.MAPPING_SAVED, saved, saved.shop_id, changes))
    return saved


def remove_mapping(*, scope: Scope, saved: SavedMapping) -> None:
    """Forget what the columns of a header mean; records that were read with it stay."""
    require(scope, saved.shop_id, Permission.IMPORT)
    with writing():
        changes = {"name": (saved.name, None)}
        record(scope=scope, act=Act(Action.MAPPING_REMOVED, saved, saved.shop_id, changes))
        saved.delete()
