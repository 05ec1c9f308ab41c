import pytest

from tests.nlp.rules.rows import row, rule_set
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules.findings import Fault
from voc.nlp.rules.pairing import rivals_of


def test_only_pairs_with_a_rule_that_is_meant_are_told(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row(), row(id="b"), row("['白屏']", id="c", matches='["白屏"]'))
    assert [(one.fault, one.rule) for one in rivals_of(own)] == [(Fault.DUPLICATE, "crash")]
    assert list(rivals_of(own, frozenset(("c",)))) == []
    assert len(list(rivals_of(own, frozenset(("b",))))) == 1


@pytest.mark.parametrize("looser", ["a", "b"])
def test_a_rule_that_lets_more_count_is_no_duplicate_of_one_with_the_same_words(
    taxonomy: Taxonomy, looser: str
) -> None:
    rows = [row(id=one, more="allow = ['negated']" if one == looser else "") for one in ("a", "b")]
    stricter = "b" if looser == "a" else "a"
    told = [(one.fault, one.rule, one.reason) for one in rivals_of(rule_set(taxonomy, *rows))]
    assert told == [(Fault.COVERED, stricter, f"条件都在 {looser} 里")]
