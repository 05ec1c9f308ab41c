from collections import Counter

from rich.console import Console

from tests.nlp.rules.rows import book, row
from tests.nlp.rules.scenes import scene
from voc.cli.rule_render import HIT, MOST_WORDS, change_text, found_text, health_table, words_table
from voc.domain.attribution import Evidence
from voc.domain.conversation import Speaker
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules.difference import change
from voc.nlp.rules.health import rule_health
from voc.services.rule_search import Found, Searched


def drawn(what: object) -> str:
    console = Console(width=100, record=True, file=None, force_terminal=False)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


def found(text: str, *spans: tuple[int, int], utterance: int = 0) -> Searched:
    evidence = tuple(Evidence(utterance, a, b, text[a:b]) for a, b in spans)
    return Searched("C-1", (Found(Speaker.CUSTOMER, text, evidence),))


def test_hits_that_overlap_are_marked_as_one() -> None:
    text = found_text(found("老是闪退白屏", (0, 4), (2, 5), (5, 6)), marked=True)
    assert text.plain == "C-1\n  [0 客户] 【老是闪退白屏】"


def test_on_a_terminal_hits_stand_out_by_colour() -> None:
    text = found_text(found("老闪退", (1, 3)), marked=False)
    assert text.plain == "C-1\n  [0 客户] 老闪退"
    assert [text.plain[s.start : s.end] for s in text.spans if s.style == HIT] == ["闪退"]


def test_what_could_steer_a_terminal_is_not_shown() -> None:
    assert "\x1b" not in found_text(found("a\x1b[2Jb\x1b", (0, 2)), marked=True).plain


def test_words_of_no_length_have_no_place() -> None:
    assert found_text(found(""), marked=True).plain == "C-1\n  [ 客户] "


def test_the_commonest_words_come_first_and_equal_ones_by_name() -> None:
    lines = drawn(words_table(Counter({"b": 1, "a": 1, "c": 5} | {f"x{n:02}": 1 for n in range(30)}))).split()
    assert lines[lines.index("c") :][:6] == ["c", "5", "a", "1", "b", "1"]
    assert f"x{MOST_WORDS - 3:02}" not in lines


def test_a_rule_that_cannot_be_judged_has_no_precision(taxonomy: Taxonomy) -> None:
    assert "无从判断" in drawn(health_table(rule_health(book(taxonomy, row()).rules, [])))


def test_a_change_of_factor_is_shown_with_both_names(taxonomy: Taxonomy) -> None:
    votes = book(taxonomy, row()).match(scene("客：闪退"))
    assert change_text(change("C-1", (), votes), taxonomy).plain == "C-1  +系统稳定\n  + crash [0] 闪退"
