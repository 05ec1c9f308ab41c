"""Who belongs to what, as an administrator's tables say it: agents to teams, users to agents, teams and departments."""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from voc.domain.account import Role, User
from voc.domain.permission import Action
from voc.errors import ConflictError, InputError
from voc.services.accounts import add_user, change_user, require_departments
from voc.services.auditing import Stamp, note
from voc.services.passwords import Passwords
from voc.storage.accounts import Accounts
from voc.storage.links import Links

AGENT_COLUMNS = ("agent_id", "team")
USER_COLUMNS = ("name", "roles", "agent_id", "team", "departments")
MOST_ROWS = 20_000
_LONGEST = 200
_ROLES = {role.value: role for role in Role} | {role.label: role for role in Role}
ROLES = "、".join(f"{role.value} {role.label}" for role in Role)


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user that a table brought in, and the password to begin with."""

    name: str
    one_time_password: str


@dataclass(frozen=True, slots=True)
class Linked:
    """What became of a table: its rows, and the users that were not there before."""

    row_count: int
    new_users: tuple[NewUser, ...] = ()


def link_table(
    session: Session,
    text: str,
    *,
    departments: Collection[str],
    new_id: Callable[[], str],
    passwords: Passwords,
    stamp: Stamp,
) -> Linked:
    """Take either table, told apart by its columns; all rows or none. InputError names row and column."""
    try:
        head = sorted(cell.strip() for cell in next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))), []))
    except csv.Error:
        raise InputError("第 1 行：不是有效的 CSV") from None
    if head == sorted(AGENT_COLUMNS):
        return link_agents(session, text, stamp=stamp)
    if head == sorted(USER_COLUMNS):
        return link_users(session, text, departments=departments, new_id=new_id, passwords=passwords, stamp=stamp)
    raise InputError(f"第 1 行：列名应为 {','.join(USER_COLUMNS)}（用户）或 {','.join(AGENT_COLUMNS)}（座席）")


def link_agents(session: Session, text: str, *, stamp: Stamp) -> Linked:
    """Put agents into teams, from CSV with `agent_id,team`; all rows or none. InputError names row and column."""
    rows = list(_rows(text, AGENT_COLUMNS))
    placed: dict[str, str | None] = {}
    for number, (agent, team) in rows:
        if not agent or agent in placed:
            raise InputError(f"第 {number} 行 agent_id：{'重复' if agent else '缺少'}")
        placed[agent] = team or None
    links = Links(session)
    links.add_teams({team for team in placed.values() if team is not None})
    links.place_agents(placed)
    note(session, stamp, Action.USER_WRITE, "links", "agents", row_count=len(rows))
    return Linked(len(rows))


def link_users(
    session: Session,
    text: str,
    *,
    departments: Collection[str],
    new_id: Callable[[], str],
    passwords: Passwords,
    stamp: Stamp,
) -> Linked:
    """Give users their roles and links, from CSV with `name,roles,agent_id,team,departments` (lists by `;`).

    Names that are not known yet become users; users that no row names stay as they are. `departments` are all there
    are. All rows or none: InputError names the row.
    """
    accounts, fresh, seen, count = Accounts(session), [], set[str](), 0
    for number, cells in _rows(text, USER_COLUMNS):
        user = _user(number, cells, new_id())
        if user.name.casefold() in seen:
            raise InputError(f"第 {number} 行 name：重复")
        _require_departments(number, user, departments)
        seen.add(user.name.casefold())
        count += 1
        known = accounts.named(user.name)
        if known is None:
            fresh.append(_added(session, number, user, passwords, stamp))
            continue
        changed = replace(user, id=known.id, active=known.active, must_change=known.must_change, version=known.version)
        if changed != known:
            change_user(session, changed, stamp=stamp)
    note(session, stamp, Action.USER_WRITE, "links", "users", row_count=count)
    return Linked(count, tuple(fresh))


def _require_departments(number: int, user: User, departments: Collection[str]) -> None:
    try:
        require_departments(user.departments, departments)
    except InputError as error:
        raise InputError(f"第 {number} 行 departments：{error}") from None


def _added(session: Session, number: int, user: User, passwords: Passwords, stamp: Stamp) -> NewUser:
    try:
        return NewUser(user.name, add_user(session, user, passwords=passwords, stamp=stamp))
    except (InputError, ConflictError) as error:
        raise InputError(f"第 {number} 行 name：{error}") from None


def _user(number: int, cells: Sequence[str], user_id: str) -> User:
    name, roles, agent_id, team, departments = cells
    if not name:
        raise InputError(f"第 {number} 行 name：缺少")
    named = frozenset(_role(number, word) for word in _words(roles))
    try:
        return User(user_id, name, named, agent_id or None, team or None, tuple(sorted(set(_words(departments)))))
    except InputError as error:
        raise InputError(f"第 {number} 行：{error}") from None


def roles_called(words: Iterable[str]) -> frozenset[Role]:
    """Roles by their codes or Chinese names; InputError, which names them all, for one that there is not.

    >>> sorted(roles_called(["质检员", "qa_lead"]))
    [<Role.INSPECTOR: 'inspector'>, <Role.QA_LEAD: 'qa_lead'>]
    """
    asked = tuple(words)
    for word in asked:
        if word not in _ROLES:
            raise InputError(f"没有角色 {word}；可用 {ROLES}")
    return frozenset(_ROLES[word] for word in asked)


def _role(number: int, word: str) -> Role:
    if word not in _ROLES:
        raise InputError(f"第 {number} 行 roles：没有这个角色，可用 {'、'.join(role.label for role in Role)}")
    return _ROLES[word]


def _words(cell: str) -> list[str]:
    """
    >>> _words("信用卡部; 电子银行部；")
    ['信用卡部', '电子银行部']
    """
    return [word.strip() for word in cell.replace("；", ";").split(";") if word.strip()]


def _rows(text: str, columns: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The cells of each row in the order of the columns, with the row's line; the file may have them in any order."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        if sorted(head) != sorted(columns):
            raise InputError(f"第 1 行：列名应为 {','.join(columns)}")
        for count, cells in enumerate(filter(any, reader), 1):
            if count > MOST_ROWS:
                raise InputError(f"超过 {MOST_ROWS} 行")
            if len(cells) != len(head):
                raise InputError(f"第 {reader.line_num} 行：应有 {len(head)} 列，而有 {len(cells)} 列")
            row = dict(zip(head, (_cell(cell, reader.line_num) for cell in cells), strict=True))
            yield reader.line_num, tuple(row[name] for name in columns)
    except csv.Error:
        raise InputError(f"第 {reader.line_num} 行：不是有效的 CSV") from None


def _cell(cell: str, line: int) -> str:
    text = cell.strip()
    if len(text) > _LONGEST or not (text.isprintable()):
        raise InputError(f"第 {line} 行：内容太长或有控制字符")
    return text
