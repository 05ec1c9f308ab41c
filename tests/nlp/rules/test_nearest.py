import pytest

from voc.nlp.rules.nearest import asking, nearest

KNOWN = ["branch", "branches", "hotline", "只能去网点", "必须去网点"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("branch", ("branch", "branches")),
        ("BRANHC", ("branch", "branches")),
        ("hot_line", ("hotline",)),
        ("只能网点", ("只能去网点",)),
        ("weather", ()),
        ("", ()),
    ],
)
def test_the_likest_names_come_first(name: str, near: tuple[str, ...]) -> None:
    assert nearest(name, KNOWN) == near
    assert nearest(name, KNOWN[::-1]) == near


def test_a_question_is_asked_only_where_a_name_is_near() -> None:
    assert asking("hotlin", KNOWN) == "是不是 hotline？"
    assert asking("weather", KNOWN) == ""
