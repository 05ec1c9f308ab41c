"""The verdicts that stand, as somebody may see them."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from voc.domain.permission import Action, Reach, allowed
from voc.services.access import Access
from voc.storage.standing import Standing, standing_verdicts


def seen_verdicts(session: Session, keys: Collection[int], *, reach: Reach, access: Access) -> dict[int, Standing]:
    """The verdicts of contacts within reach, with the ids of those reviews that may be read.

    Whoever reads a contact is told that a person decided and what, but for who has still to answer about it without
    help: there the machine's claim stands, as if nobody had decided.
    """
    found = standing_verdicts(session, keys, who=reach.actor.user_id)
    readable = _readable(session, [key for key, one in found.items() if one.review_id is not None], reach, access)
    return {key: one if key in readable else replace(one, review_id=None) for key, one in found.items()}


def _readable(session: Session, keys: Collection[int], reach: Reach, access: Access) -> frozenset[int]:
    """The contacts whose reviews may be read."""
    reading = allowed(reach.actor, Action.REVIEW_READ)
    if not reading or reading.unlimited:
        return frozenset(keys if reading else ())
    of = access.belongings(session, keys, reading)
    return frozenset(key for key in keys if reading.covers(of[key]))
