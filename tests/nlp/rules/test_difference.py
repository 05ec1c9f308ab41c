from tests.nlp.rules.rows import book, file, row
from tests.nlp.rules.scenes import scene
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules import RuleBook, load_rules
from voc.nlp.rules.difference import change

CALL = scene("客：老闪退，白屏")


def test_the_same_rules_change_nothing(taxonomy: Taxonomy) -> None:
    votes = book(taxonomy, row()).match(CALL)
    assert not change("C-1", votes, votes)


def test_votes_that_are_gone_and_new_are_told(taxonomy: Taxonomy) -> None:
    old = book(taxonomy, row(), row("['白屏']", id="white"))
    new = book(taxonomy, row("['老 ..2 闪退']"), row("['白屏']", id="white"))
    found = change("C-1", old.match(CALL), new.match(CALL))
    assert bool(found)
    assert [m.evidence.text for m in found.gone] == ["闪退"]
    assert [m.evidence.text for m in found.new] == ["老闪退"]
    assert found.factors_gone == found.factors_new == frozenset()


def test_a_rule_that_moves_to_another_factor_is_a_change(taxonomy: Taxonomy) -> None:
    moved = load_rules({"own.toml": file(row(), factor="product.speed")}, taxonomy)
    found = change("C-1", book(taxonomy, row()).match(CALL), RuleBook(moved.rules).match(CALL))
    assert (found.factors_gone, found.factors_new) == ({"product.stability"}, {"product.speed"})


def test_a_vote_in_the_stead_of_another_is_told_with_it(taxonomy: Taxonomy) -> None:
    old = book(taxonomy, row(), row("['白屏']", id="white"))
    new = book(taxonomy, row(more="weight = 3"), row("['白屏']", id="blank"))
    found = change("C-1", old.match(CALL), new.match(CALL))
    before = {vote.rule.id: found.before(vote) for vote in found.new}
    assert before["crash"] in found.gone
    assert before["blank"] is None
