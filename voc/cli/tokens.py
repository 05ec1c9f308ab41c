"""`voc tokens`: keys with which programs use the service."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta, tzinfo
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from api.ids import new_id
from voc.cli.common import out, stamp, tell, write_json
from voc.cli.naming import named, people_of
from voc.cli.options import JsonOption
from voc.cli.render import safe
from voc.clock import now
from voc.domain.ids import LENGTH
from voc.domain.login import ApiToken
from voc.domain.permission import Action
from voc.errors import InputError, NotFoundError
from voc.opening import open_store
from voc.services.tokens import add_token, revoke_token
from voc.settings import load_settings
from voc.storage.accounts import Accounts
from voc.storage.logins import Tokens

MOST_SHOWN = 100_000
LONGEST_NAME = 200


def add(
    user: Annotated[str, typer.Argument(metavar="USER", help="以哪个用户的身份做事：用户名。")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="给哪个程序用，如 报表系统。")],
    scope: Annotated[
        list[str],
        typer.Option(
            help="范围，可重复，如 frequency.read；写错时列出全部。",
            autocompletion=lambda: [action.value for action in Action],
        ),
    ],
    days: Annotated[int, typer.Option(min=1, max=366, help="有效几天。")] = 90,
) -> None:
    """建立 API 令牌：以一个用户的身份、限定范围、会过期。密文写到标准输出，只显示这一次。

    例：`voc tokens add reports 报表系统 --scope frequency.read --days 180`
    """
    scopes = frozenset(map(_scope, scope))
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InputError(f"令牌的名称要有 1 到 {LONGEST_NAME} 个字符")
    made_at = stamp()
    with open_store(load_settings()).work() as session:
        owner = Accounts(session).named(user)
        if owner is None:
            raise NotFoundError(f"没有用户 {user}")
        made = add_token(
            session,
            new_id(),
            user_id=owner.id,
            name=name,
            scopes=scopes,
            expires_at=made_at.at + timedelta(days=days),
            stamp=made_at,
        )
    tell(f"令牌 {made.token.id} 的密文（只显示这一次）：")
    out.file.write(made.secret + "\n")


def list_tokens(as_json: JsonOption = False) -> None:
    """列出令牌：编号、用户、名称、范围、到期、状态；密文不在其中。

    例：`voc tokens list`
    """
    settings = load_settings()
    with open_store(settings).look() as session:
        tokens, people = Tokens(session).page(limit=MOST_SHOWN), people_of(session)
    if as_json:
        write_json([_record(token) for token in tokens])
        return
    shown = [named(token, people, "account_id") for token in tokens]
    out.print(_table(shown, at=now(), zone=settings.timezone))


def revoke(token_id: Annotated[str, typer.Argument(metavar="ID", help="令牌的编号，见 voc tokens list。")]) -> None:
    """撤销令牌：用它的程序从此立即不能再使用服务；以前做的事仍在。

    例：`voc tokens revoke 01hzy3v6q8w2n4t7b9d5f0g1jk`
    """
    with open_store(load_settings()).work() as session:
        revoke_token(session, token_id, stamp=stamp())
    tell(f"已撤销令牌 {token_id}")


def _scope(word: str) -> Action:
    if word not in list(Action):
        raise InputError(f"没有范围 {word}；可用 {'、'.join(Action)}")
    return Action(word)


def _table(tokens: Iterable[ApiToken], *, at: datetime, zone: tzinfo) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("编号", no_wrap=True, min_width=LENGTH)
    for name in ("用户", "名称", "范围", "到期", "状态"):
        table.add_column(name, overflow="fold")
    for token in tokens:
        state = "已撤销" if token.revoked_at is not None else "可用" if token.stands(at) else "过期"
        until = f"{token.expires_at.astimezone(zone):%Y-%m-%d}"
        cells = token.id, token.account_id, token.name, "、".join(token.scopes), until, state
        table.add_row(*(Text(safe(cell)) for cell in cells))
    return table


def _record(token: ApiToken) -> dict[str, object]:
    times = ("created_at", "expires_at", "revoked_at")
    return asdict(token) | {name: at and at.isoformat() for name in times for at in [getattr(token, name)]}
