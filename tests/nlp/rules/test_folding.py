import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.rules.scenes import hits, scene
from voc.domain.reading import read
from voc.errors import ExpressionError
from voc.nlp.rules import parse
from voc.nlp.rules.folding import folded
from voc.nlp.rules.linear import compiled, why_unusable


@pytest.mark.parametrize(
    ("pattern", "form"),
    [
        ("ATM|App", "atm|app"),
        ("轉帳失敗", "转账失败"),
        ("ＡＰＰ１２", "app12"),
        ("[A-F]+", "[a-f]+"),
        ("[ABc]", "[abc]"),
        ("[^A-Z]", "[^a-z]"),
        ("[A-z]", r"[a-z\[-z]"),
        ("[０-９轉]", "[0-9转]"),
        ("[一-龥]+", "[一-龥]+"),
        ("[]A]", "[]a]"),
        ("[^]A-]", "[^]a-]"),
        (r"[\]\-A]", r"[\]\-a]"),
        (r"[\dA[:digit:]]", r"[\da[:digit:]]"),
        (r"[\x41-\x43]", "[a-c]"),
        (r"\x41\x{2e}", r"a\x{2e}"),
        (r"\AA\BB\Z\D\W\S", r"\Aa\Bb\Z\D\W\S"),
        (r"\p{Han}\PN\pL", r"\p{Han}\PN\pL"),
        (r"\QA.B\E+", r"a\.b+"),
        ("(?i)A(?P<NAME>B)(?:C)", "(?i)a(?P<NAME>b)(?:c)"),
        ("（Ａ）？", r"\(a\)\?"),
        ("慢…", r"慢(?:\.\.\.)"),
        ("a{2,3}[b]?c*", "a{2,3}[b]?c*"),
        ("e\u0301", "é"),
        ("[①-③]", "[1-3]"),
    ],
)
def test_a_pattern_is_written_as_texts_are_read(pattern: str, form: str) -> None:
    assert folded(pattern) == form
    assert folded(form) == form


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("[慢…]", r"(?:\.\.\.|[…])"),
        ("[[:upper:]]", "[[:lower:]]"),
        (r"\p{Lu}+", "[a-z]"),
        (r"\P{Lu}", "[a-z]"),
    ],
)
def test_what_no_text_has_is_refused_with_what_to_write(pattern: str, hint: str) -> None:
    with pytest.raises(ValueError, match=r"方括号|字母都按小写读") as caught:
        folded(pattern)
    assert hint in caught.value.args[1]


@pytest.mark.parametrize(
    ("regex", "text"),
    [
        ("/ATM.*吞卡/", "ATM机吞卡了"),
        ("/轉帳.*失敗/", "轉帳老是失敗"),
        ("/[A-C]座/", "去了B座"),
        ("/甚麼.*態度/", "甚麼態度"),
        ("/什么.*态度/", "甚麼態度"),
        ("/著.*急|[答回]覆/", "客服答覆得慢"),
        ("/著急/", "我很著急"),
        ("/著名/", "著名銀行"),
        ("/[覆]盖/", "覆盖"),
        ("/闪退/", "闪\u200b退"),
        ("/１２元/", "扣了12元"),
        ("/元/ EXCEPT /VIP/", "12元"),
    ],
)
def test_patterns_in_capitals_traditional_or_wide_characters_hit(regex: str, text: str) -> None:
    assert hits(regex, scene(f"客：{text}"))


@pytest.mark.parametrize("regex", ["/闪\u200b退/", "/闪[\u200b]退/", "/闪[a\ufeff]退/"])
def test_a_pattern_with_a_character_that_cannot_be_seen_is_refused(regex: str) -> None:
    with pytest.raises(ExpressionError, match="看不见的字"):
        parse(regex)


def test_an_exclusion_is_written_so_as_well() -> None:
    assert hits("/元/ EXCEPT /VIP|會員/", scene("客：VIP只要12元")) is None
    assert hits("/元/ EXCEPT /VIP|會員/", scene("客：会员只要12元")) is None


_CHARACTERS = st.sampled_from("AaZ轉转１1（…㈱-^]\\[")


@given(st.lists(_CHARACTERS, min_size=1, max_size=8).map("".join))
def test_a_quotation_finds_what_it_quotes(text: str) -> None:
    found = compiled(folded("\\Q" + text.replace("\\E", "") + "\\E")).search(read(text).text)
    assert found is not None or "\\E" in text


_PIECES = st.sampled_from(
    [
        "A",
        "轉",
        "[A-C轉]",
        "[^Ｂ]",
        r"\d",
        r"\.",
        "(",
        ")",
        "|",
        "+",
        "{2}",
        "(?i)",
        "…",
        r"\x41",
        "[]^-]",
        "[A-",
        "]",
        "-",
    ]
)


@given(st.lists(_PIECES, min_size=1, max_size=6).map("".join))
def test_what_can_be_used_can_be_used_when_it_is_written_so(pattern: str) -> None:
    if why_unusable(pattern) is None:
        form = folded(pattern)
        assert why_unusable(form) is None
        assert folded(form) == form
