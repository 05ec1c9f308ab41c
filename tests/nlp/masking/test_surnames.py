"""The tables that come with the program."""

from voc.nlp.masking.surnames import surnames


def test_the_tables_are_complete_and_do_not_contradict_each_other() -> None:
    table = surnames()
    assert len(table.single) >= 380
    assert len(table.compound) >= 60
    assert not table.common & table.ambiguous
    assert all(len(surname) == 1 for surname in table.single | table.given)
    assert all(word[-1] in table.single for word in table.ends if word)


def test_common_words_are_told_from_surnames() -> None:
    table = surnames()
    assert table.ends_word("用现金", 3)
    assert not table.ends_word("好的金", 3)
    assert table.begins_word("我是马上", 2)
    assert not table.begins_word("我是李建", 2)
