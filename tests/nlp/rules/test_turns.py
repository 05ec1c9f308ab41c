from voc.domain.conversation import Speaker
from voc.nlp.rules.turns import turns_of


def test_turns_stand_on_lines_or_on_one() -> None:
    turns = [(Speaker.AGENT, "您好"), (Speaker.CUSTOMER, "闪退")]
    assert turns_of("座：您好\n客: 闪退\n", Speaker.SYSTEM) == turns
    assert turns_of("座：您好 / 客：闪退", Speaker.SYSTEM) == turns


def test_what_does_not_wholly_consist_of_turns_is_one() -> None:
    for text in ("闪退", "闪退 / 客：慢", "客：闪退\n慢", "", "客户说：闪退"):
        assert turns_of(text, Speaker.SYSTEM) == [(Speaker.SYSTEM, text)]
