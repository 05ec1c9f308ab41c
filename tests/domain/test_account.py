import pytest

from voc.domain.account import Actor, Role, User, check_password
from voc.errors import InputError


@pytest.mark.parametrize(
    ("role", "reason"),
    [(Role.AGENT, "座席编号"), (Role.TEAM_LEAD, "班组"), (Role.DEPARTMENT, "部门")],
)
def test_a_role_over_ones_own_needs_to_know_what_that_is(role: Role, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        User("u", "wang", frozenset({role}))


def test_a_user_without_a_role_is_none() -> None:
    with pytest.raises(InputError, match="至少要有一个角色"):
        User("u", "wang", frozenset())


def test_a_token_acts_with_the_users_links_within_its_scopes() -> None:
    user = User("u", "wang", frozenset({Role.AGENT, Role.DEPARTMENT}), "A1", None, ("电子银行部",))
    actor = Actor.of(user, scopes=["search"])
    assert actor == Actor("u", user.roles, "A1", None, frozenset({"电子银行部"}), frozenset({"search"}))
    assert Actor.of(user).scopes is None


def test_every_role_has_a_chinese_name_of_its_own() -> None:
    assert len({role.label for role in Role}) == len(Role)


@pytest.mark.parametrize(
    ("password", "reason"),
    [("short", "10 到 200"), ("x" * 201, "10 到 200"), ("WangFang-Li", "容易猜到"), ("abababababab", "容易猜到")],
)
def test_a_weak_password_is_refused(password: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        check_password(password, name="wangfang-li")
