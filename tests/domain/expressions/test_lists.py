import pytest

from voc.domain.expressions import (
    AtLeast,
    ContactField,
    FieldIs,
    ListName,
    MetadataIs,
    Not,
    ObjectIs,
    Phrase,
    Word,
    expand,
    lists_in,
    one_word,
    printed,
)

LISTS = {"branch": (Word("网点"), Word("柜台")), "far": (Word("远"), Word("网点"))}
BRANCH = Phrase(((ListName("branch"),),))


def test_a_list_stands_for_its_words_each_once() -> None:
    phrase = Phrase(((Word("柜台"), ListName("branch"), ListName("far")), (ListName("far"),)), (3,))
    assert printed(expand(phrase, LISTS)) == "(柜台|网点|远) ..3 (远|网点)"


def test_a_list_alone_among_some_counts_word_by_word() -> None:
    some = AtLeast(2, (BRANCH, one_word("app"), Phrase(((ListName("far"), Word("慢")),))))
    assert printed(expand(some, LISTS)) == "ATLEAST/2(网点, 柜台, app, 远|网点|慢)"


@pytest.mark.parametrize(
    "condition",
    [
        FieldIs(ContactField.QUEUE, (ListName("branch"),)),
        MetadataIs("vip", (ListName("branch"),)),
        ObjectIs((ListName("branch"),)),
    ],
)
def test_values_of_a_field_may_be_a_list(condition: FieldIs | MetadataIs | ObjectIs) -> None:
    assert lists_in(condition) == {"branch"}
    assert printed(expand(Not(condition), LISTS)).endswith("=网点|柜台")


def test_the_lists_of_an_expression_are_found_at_any_depth() -> None:
    assert lists_in(Not(AtLeast(None, (BRANCH, Phrase(((ListName("far"),),)), one_word("x"))))) == {"branch", "far"}


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="branch"):
        expand(BRANCH, {})
