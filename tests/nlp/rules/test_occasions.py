import pytest

from voc.domain.expressions import Extent
from voc.nlp.rules import parse
from voc.nlp.rules.occasions import extent_of


@pytest.mark.parametrize(
    ("expression", "extent"),
    [
        *(("a|b", None), ("a OR b", None), ("ANY(a, b)", None), ("a NEAR/2 b", None), ("NOT (a AND b)", None)),
        *(("a UNLESS (b AND c)", None), ("a AFTER (b AND c)", None), ("AGENT(ALLOW/negated(a))", None)),
        *(("AGENT(a AND b)", Extent.UTTERANCE), ("ALL(a, b)", Extent.UTTERANCE), ("ATLEAST/2(a, b)", Extent.UTTERANCE)),
        *(("REPEAT/2(a)", Extent.UTTERANCE), ("a OR (b AND c)", Extent.UTTERANCE), ("REPEAT/2", Extent.UTTERANCE)),
        *(("CLAUSE(a AND b)", Extent.CLAUSE), ("CLAUSE(a) OR b", Extent.CLAUSE)),
    ],
)
def test_what_holds_only_together_is_one_time_in_an_utterance_or_clause(expression: str, extent: Extent | None) -> None:
    assert extent_of(parse(expression)) is extent
