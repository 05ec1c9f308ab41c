"""`voc users`: the accounts of the service, for who runs it."""

import csv
from dataclasses import replace
from pathlib import Path
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
from voc.errors import InputError, NotFoundError
from voc.opening import open_store
from voc.services.accounts import add_user, change_user, require_departments, reset_password
from voc.services.linking import ROLES, link_table, roles_called
from voc.services.passwords import Passwords
from voc.services.weekly import read_departments
from voc.settings import load_settings
from voc.storage.accounts import Accounts

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="用户名。")]
RoleOption = typer.Option(
    help=f"角色，可重复：{ROLES}。", autocompletion=lambda: [(role.value, role.label) for role in Role]
)
MOST_SHOWN = 100_000
LONGEST_TABLE = 2_000_000


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
    settings = load_settings()
    require_departments(department or (), read_departments(settings.departments_file).departments)
    store = open_store(settings, create=True)
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


def import_table(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV（UTF-8），第一行是列名。")],
) -> None:
    """导入用户（name,roles,agent_id,team,departments）或座席与班组（agent_id,team）的 CSV；几个用 `;` 隔开。

    没有的用户会添加，一次性密码以 CSV 写到标准输出，只显示这一次；表里没有的用户不动。全部生效或全不生效。

    例：`voc users import 用户.csv`
    """
    text = _table_in(file)
    settings = load_settings()
    departments = read_departments(settings.departments_file).departments
    with open_store(settings, create=True).work() as session:
        linked = link_table(session, text, departments=departments, new_id=new_id, passwords=Passwords(), stamp=stamp())
    tell(f"{file.name}：{linked.row_count} 行，添加了 {len(linked.new_users)} 个用户")
    if linked.new_users:
        tell("一次性密码（只显示这一次）：")
        rows = csv.writer(out.file, lineterminator="\n")
        rows.writerows(
            [("name", "one_time_password"), *((new.name, new.one_time_password) for new in linked.new_users)]
        )


def set_user(
    name: NameArgument,
    role: Annotated[list[str] | None, RoleOption] = None,
    agent_id: Annotated[str | None, typer.Option(help="座席编号；空的去掉。")] = None,
    team: Annotated[str | None, typer.Option(help="带哪个班组；空的去掉。")] = None,
    department: Annotated[list[str] | None, typer.Option(help="业务部门，可重复；空的去掉。")] = None,
    enable: Annotated[bool, typer.Option("--enable", help="停用的重新可用。")] = False,
) -> None:
    """改用户的角色、座席、班组、部门，或重新启用；给出的换成新的，没给的不动。停用见 `voc users disable`。

    例：`voc users set wangfang --role inspector --role qa_lead`
    """
    settings = load_settings()
    with open_store(settings).work() as session:
        known = _named(Accounts(session), name)
        if department is not None:
            fresh = set(filter(None, department)) - set(known.departments)
            require_departments(fresh, read_departments(settings.departments_file).departments)
        changed = replace(
            known,
            roles=roles_called(role) if role else known.roles,
            agent_id=known.agent_id if agent_id is None else agent_id or None,
            team=known.team if team is None else team or None,
            departments=known.departments if department is None else tuple(sorted(set(filter(None, department)))),
            active=known.active or enable,
        )
        if changed == known:
            raise InputError(f"{name} 没有要改的：请用 --role、--agent-id、--team、--department 或 --enable 写明")
        change_user(session, changed, stamp=stamp())
    tell(f"已改 {name}")


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


def _table_in(file: Path) -> str:
    """The text of a table; InputError where it cannot be read or is no UTF-8."""
    try:
        text = file.read_text("utf8")
    except OSError as error:
        raise InputError(f"{file.name} 打不开：{error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{file.name} 不是 UTF-8 编码") from None
    if len(text) > LONGEST_TABLE:
        raise InputError(f"{file.name} 太大，最多 {LONGEST_TABLE} 个字符")
    return text


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
