from math import log

import pytest

from tests.nlp.contacts import answers, comment
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import Answers
from voc.nlp.denials import STRONGEST, denial_values
from voc.nlp.language import Language
from voc.nlp.signals import Observed, observe

PRODUCT = "product"


def read(text: str, language: Language, *clauses: float) -> tuple[Observed, dict[int, Answers]]:
    """A comment, and what is heard of the software in each of its clauses."""
    rows = [{PRODUCT: logit} for logit in clauses]
    return observe(comment(text), language), {0: answers(language.taxonomy, {}, *rows)}


def test_where_nothing_is_taken_back_nothing_is_told(language: Language) -> None:
    assert denial_values(*read("手机银行闪退", language, 3.0), PRODUCT, Cause.PRODUCT) == {}


def test_a_comment_that_only_denies_keeps_nothing(language: Language) -> None:
    values = denial_values(*read("听说会闪退", language, 3.0), PRODUCT, Cause.PRODUCT)
    assert values == {"denied": pytest.approx(log(2)), "denied_alone": 1.0, "kept": -STRONGEST - 3.0}


def test_clauses_in_which_nothing_was_taken_back_are_kept(language: Language) -> None:
    values = denial_values(*read("听说会闪退，我这没法转账", language, 3.0, 1.0), PRODUCT, Cause.PRODUCT)
    assert values["kept"] == -2.0


def test_a_vote_beside_it_is_known(language: Language) -> None:
    values = denial_values(*read("听说会卡死，我的手机银行闪退", language, 1.0, 4.0), PRODUCT, Cause.PRODUCT)
    assert (values["denied_alone"], values["kept"]) == (0.0, 0.0)


def test_what_is_taken_back_of_another_cause_does_not_count(language: Language) -> None:
    observed, heard = read("听说会闪退", language, 3.0)
    assert denial_values(observed, heard, "rule", Cause.RULE) == {}
    assert denial_values(observed, heard, "dissatisfied")["denied_alone"] == 1.0
