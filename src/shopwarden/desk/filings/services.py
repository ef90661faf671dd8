"""Changes to filings; the decision that makes one is in the same transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from shopwarden.desk.alerts.models import Disposition
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused
from shopwarden.desk.filings.choices import FilingState
from shopwarden.desk.filings.models import Filing


def draft(*, scope: Scope, disposition: Disposition, now: datetime) -> Act:
    """Draft the filing of a decision; return what the caller has to record."""
    require(scope, disposition.shop_id, Permission.DRAFT_FILING)
    filing = Filing(
        id=uuid4(),
        shop_id=disposition.shop_id,
        order_id=disposition.alert.subject_id,
        alert=disposition.alert,
        disposition=disposition,
        reason=disposition.label,
        drafted_by=disposition.decided_by,
        drafted_at=now,
        changed_at=now,
    )
    filing.save(force_insert=True)
    changes = {"state": (None, filing.state), "reason": (None, filing.reason)}
    return Act(Action.FILING_DRAFTED, filing, filing.shop_id, changes)


def withdraw(*, scope: Scope, disposition: Disposition, now: datetime) -> list[Act]:
    """Withdraw the draft of a decision that is undone; return what to record.

    Raises
    ------
    Refused
        ``filing.under_way``: it has been handed in, which cannot be taken back here.
    """
    require(scope, disposition.shop_id, Permission.DRAFT_FILING)
    filing = Filing.objects.filter(disposition=disposition).first()
    if filing is None:
        return []
    mine = Filing.objects.filter(id=filing.id, state=FilingState.DRAFT)
    if not mine.update(state=FilingState.WITHDRAWN, changed_at=now):
        raise Refused("filing.under_way")
    changes = {"state": (FilingState.DRAFT, FilingState.WITHDRAWN)}
    return [Act(Action.FILING_WITHDRAWN, filing, filing.shop_id, changes)]
