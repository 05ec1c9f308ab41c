from datetime import timedelta

import pytest

from tests.services.people import NOON, STAMP, add
from tests.services.stores import Store
from voc.domain.permission import Action
from voc.errors import AuthenticationError, InputError, NotFoundError
from voc.services.signing_in import by_token
from voc.services.tokens import MadeToken, add_token, revoke_token
from voc.storage.audit import AuditLog

DAY = timedelta(days=1)


def _made(session, *, user_id="u-wang", scopes=(Action.SEARCH,), until=NOON + DAY) -> MadeToken:  # type: ignore[no-untyped-def]
    return add_token(
        session, "t-1", user_id=user_id, name="报表", scopes=frozenset(scopes), expires_at=until, stamp=STAMP
    )


def test_the_secret_is_in_no_log(store: Store) -> None:
    with store.work() as session:
        add(session, "wang")
        made = _made(session)
        assert made.secret.startswith("voc_")
        (entry,) = AuditLog(session).page(limit=1)
        assert made.secret not in entry.facts
        assert '"scopes":["search"]' in entry.facts


@pytest.mark.parametrize(
    "wrong", [{"scopes": ()}, {"until": NOON}, {"until": NOON + 367 * DAY}], ids=["no scope", "past", "too far"]
)
def test_a_token_has_a_scope_and_an_end_within_a_year(store: Store, wrong: dict[str, object]) -> None:
    with store.work() as session:
        add(session, "wang")
        with pytest.raises(InputError, match="令牌"):
            _made(session, **wrong)


def test_a_token_acts_for_somebody_there_is(store: Store) -> None:
    with store.work() as session, pytest.raises(NotFoundError):
        _made(session)


def test_a_revoked_token_opens_nothing(store: Store) -> None:
    with store.work() as session:
        add(session, "wang")
        secret = _made(session).secret
        revoke_token(session, "t-1", stamp=STAMP)
        with pytest.raises(AuthenticationError):
            by_token(session, secret, at=NOON)
        with pytest.raises(NotFoundError):
            revoke_token(session, "t-2", stamp=STAMP)


def test_revoking_a_token_again_changes_nothing_and_is_not_noted(store: Store) -> None:
    with store.work() as session:
        add(session, "wang")
        _made(session)
        for _ in range(2):
            revoke_token(session, "t-1", stamp=STAMP)
        entries = AuditLog(session).page(limit=9, action=Action.TOKEN_WRITE)
        assert [entry.facts for entry in entries[:-1]] == ['{"change":"revoked"}']
