"""API tokens: made, shown once, revoked."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from voc.domain.login import ApiToken
from voc.domain.permission import Action
from voc.errors import InputError
from voc.services.auditing import Stamp, note
from voc.services.passwords import new_secret, secret_hash
from voc.services.signing_in import TOKEN_PREFIX
from voc.storage.accounts import Accounts
from voc.storage.logins import Tokens

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token with its secret, which is shown this once."""

    token: ApiToken
    secret: str


def add_token(
    session: Session,
    token_id: str,
    *,
    user_id: str,
    name: str,
    scopes: frozenset[Action],
    expires_at: datetime,
    stamp: Stamp,
) -> MadeToken:
    """A token that acts as a user within some scopes.

    Raises
    ------
    NotFoundError
        There is no such user.
    InputError
        No scope, or an end that is past or more than a year away.
    """
    user = Accounts(session).get(user_id)
    if not scopes:
        raise InputError("令牌至少要有一个范围")
    if not stamp.at < expires_at <= stamp.at + LONGEST:
        raise InputError("令牌的有效期要在现在之后、一年以内")
    secret = TOKEN_PREFIX + new_secret()
    token = ApiToken(token_id, user.id, name, tuple(sorted(scopes)), stamp.at, expires_at.astimezone(UTC))
    Tokens(session).add(token, secret_hash(secret))
    scope_list, until = list(token.scopes), token.expires_at.isoformat()
    note(
        session,
        stamp,
        Action.TOKEN_WRITE,
        "token",
        token.id,
        change="added",
        user_id=user.id,
        scopes=scope_list,
        expires_at=until,
    )
    return MadeToken(token, secret)


def revoke_token(session: Session, token_id: str, *, stamp: Stamp) -> None:
    """End a token; NotFoundError for an unknown one. One that was ended before stays as it is, and nothing is noted."""
    if Tokens(session).revoke(token_id, stamp.at):
        note(session, stamp, Action.TOKEN_WRITE, "token", token_id, change="revoked")
