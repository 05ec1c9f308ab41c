"""What a request that only reads shows of contacts, written down before it is shown."""

from collections.abc import Collection

from api.parts import Parts
from voc.domain.audit import AccessKind
from voc.services.auditing import Stamp
from voc.storage.audit import AuditLog


def note_shown(parts: Parts, stamp: Stamp, keys: Collection[int], *, kind: str = AccessKind.EVIDENCE) -> None:
    """Nothing is written, and no writer waited for, where nothing is shown."""
    if keys:
        with parts.store.work() as session:
            AuditLog(session).note_accesses(at=stamp.at, actor_id=stamp.by, kind=kind, contact_ids=keys)
