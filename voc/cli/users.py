"""`voc users`: the accounts of the service, for who runs it."""

from dataclasses import replace
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from api.ids import new_id
from voc.cli.common import out, stamp, tell, write_json
from voc.cli.options import JsonOption
from voc.cli.render import safe
from voc.domain.account import Role, User
from voc.domain.ids import LENGTH
from voc.errors import NotFoundError
from voc.opening import open_store
from voc.services.accounts import add_user, change_user, reset_password
from voc.services.linking import ROLES, roles_called
from voc.services.passwords import Passwords
from voc.settings import load_settings
from voc.storage.accounts import Accounts

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="用户名。")]
RoleOption = typer.Option(
    help=f"角色，可重复：{ROLES}。", autocompletion=lambda: [(role.value, role.label) for role in Role]
)
MOST_SHOWN = 100_000


def add(
    name: NameArgument,
    role: Annotated[list[str], RoleOption],
    agent_id: Annotated[str | None, typer.Option(help="座席编号；座席角色必填。")] = None,
    team: Annotated[str | None, typer.Option(help="带哪个班组；班组长角色必填。")] = None,
    department: Annotated[list[str] | None, typer.Option(help="业务部门，可重复；业务部门角色必填。")] = None,
) -> None:
    """添加用户，显示一次性密码；第一次登录后要改。

    例：`voc users add wangfang --role inspector`
    """
    store = open_store(load_settings(), create=True)
    user = User(new_id(), name, roles_called(role), agent_id, team, tuple(sorted(set(department or ()))))
    with store.work() as session:
        password = add_user(session, user, passwords=Passwords(), stamp=stamp())
    _show_password(name, password)


def list_users(as_json: JsonOption = False) -> None:
    """列出用户：编号、角色、座席、班组、部门、是否停用。

    例：`voc users list`
    """
    with open_store(load_settings()).look() as session:
        users = Accounts(session).page(limit=MOST_SHOWN)
    if as_json:
        write_json([_record(user) for user in users])
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("编号", no_wrap=True, min_width=LENGTH)
    for column in ("用户名", "角色", "座席", "班组", "部门", "状态"):
        table.add_column(column, overflow="fold")
    for user in users:
        roles = "、".join(role.label for role in sorted(user.roles))
        state = "停用" if not user.active else "待改密码" if user.must_change else "可用"
        cells = user.id, user.name, roles, user.agent_id or "", user.team or "", "、".join(user.departments), state
        table.add_row(*(Text(safe(cell)) for cell in cells))
    out.print(table)


def reset(name: NameArgument) -> None:
    """给用户一个新的一次性密码，并让其退出登录。

    例：`voc users reset-password wangfang`
    """
    with open_store(load_settings()).work() as session:
        user = _named(Accounts(session), name)
        password = reset_password(session, user.id, passwords=Passwords(), stamp=stamp())
    _show_password(name, password)


def disable(name: NameArgument) -> None:
    """停用用户：立即退出登录，令牌失效；所做的事仍在。

    例：`voc users disable wangfang`
    """
    with open_store(load_settings()).work() as session:
        user = _named(Accounts(session), name)
        change_user(session, replace(user, active=False), stamp=stamp())
    tell(f"已停用 {name}")


def _named(accounts: Accounts, name: str) -> User:
    user = accounts.named(name)
    if user is None:
        raise NotFoundError(f"没有用户 {name}")
    return user


def _show_password(name: str, password: str) -> None:
    tell(f"{name} 的一次性密码（只显示这一次）：")
    out.file.write(password + "\n")


def _record(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "name": user.name,
        "roles": sorted(user.roles),
        "agent_id": user.agent_id,
        "team": user.team,
        "departments": list(user.departments),
        "active": user.active,
        "must_change": user.must_change,
    }
