"""Who uses the program: users with their roles, and the one who acts in a request."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from voc.errors import InputError

MIN_PASSWORD = 10
MAX_PASSWORD = 200
MAX_NAME = 200


class Role(StrEnum):
    """What somebody is in the house; one user may have several."""

    INSPECTOR = "inspector"
    QA_LEAD = "qa_lead"
    AGENT = "agent"
    TEAM_LEAD = "team_lead"
    PRODUCT = "product"
    DEPARTMENT = "department"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return {
            "inspector": "质检员",
            "qa_lead": "质检主管",
            "agent": "座席",
            "team_lead": "班组长",
            "product": "产品",
            "department": "业务部门",
            "administrator": "管理员",
        }[self.value]


@dataclass(frozen=True, slots=True)
class User:
    """One account. `name` is what is typed to sign in; `version` rises with every change.

    `agent_id` links the user to the calls of an agent, `team` to the team that is led, `departments` to the
    user's own. `must_change` holds from a one-time password until a password of the user's own.
    """

    id: str
    name: str
    roles: frozenset[Role]
    agent_id: str | None = None
    team: str | None = None
    departments: tuple[str, ...] = ()
    active: bool = True
    must_change: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if not self.roles:
            raise InputError("用户至少要有一个角色")
        if Role.AGENT in self.roles and self.agent_id is None:
            raise InputError("座席角色要写明座席编号 agent_id")
        if Role.TEAM_LEAD in self.roles and self.team is None:
            raise InputError("班组长角色要写明班组 team")
        if Role.DEPARTMENT in self.roles and not self.departments:
            raise InputError("业务部门角色要写明部门 departments")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in a request. `scopes` are those of an API token (names of actions); None where somebody signed in."""

    user_id: str
    roles: frozenset[Role]
    agent_id: str | None = None
    team: str | None = None
    departments: frozenset[str] = frozenset()
    scopes: frozenset[str] | None = None

    @classmethod
    def of(cls, user: User, *, scopes: Collection[str] | None = None) -> "Actor":
        return cls(
            user.id,
            user.roles,
            user.agent_id,
            user.team,
            frozenset(user.departments),
            None if scopes is None else frozenset(scopes),
        )


def check_name(name: str) -> None:
    """InputError for a name that looks like nothing or like another: blank, padded, or with what is not seen.

    >>> check_name("王 芳")
    """
    if not name.strip():
        raise InputError("用户名不能是空的")
    if name != name.strip() or len(name) > MAX_NAME:
        raise InputError(f"用户名前后不能有空格，最多 {MAX_NAME} 个字符")
    # Neither controls nor marks of direction nor spaces other than the common one are printable.
    if not name.isprintable():
        raise InputError("用户名里有看不见的字符（控制、方向或零宽字符）")


def check_password(password: str, *, name: str) -> None:
    """InputError for a password that is too short, too long or the user's own name.

    >>> check_password("correct horse battery", name="wang")
    """
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise InputError(f"密码要有 {MIN_PASSWORD} 到 {MAX_PASSWORD} 个字符")
    if password.casefold() == name.casefold() or len(set(password)) < 4:
        raise InputError("密码太容易猜到")
