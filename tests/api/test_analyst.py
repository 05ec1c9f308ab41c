from pathlib import Path

import pytest

from api.analyst import Analyst
from tests.builders import NOW
from tests.nlp.rules.rows import file, row
from tests.services.registries import added
from voc.domain.account import Actor, Role
from voc.domain.choices import SHIPPED
from voc.domain.contact import Contact
from voc.domain.model_history import ModelAction, ModelEvent
from voc.domain.permission import Action, allowed
from voc.domain.rule_history import RuleSetAction, RuleSetEvent
from voc.domain.survey import SurveyResponse
from voc.errors import ExpressionError
from voc.nlp.language import Language
from voc.opening import open_registry, open_rule_sets
from voc.services.model_history import append_event
from voc.settings import Settings, load_settings

EVERYTHING = allowed(Actor("u-1", frozenset({Role.QA_LEAD})), Action.CONTACT_READ)
SAID = Contact(None, (SurveyResponse("S-1", comment="手机银行总是闪退"),))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"VOC_HOME": str(tmp_path)})


def test_the_model_that_is_taken_into_use_answers_from_then_on(settings: Settings, language: Language) -> None:
    analyst, registry = Analyst(settings), open_registry(settings)
    shipped = analyst.analyze(SAID).version.model
    assert analyst.analyze(SAID).version.model == shipped
    model_id = added(registry, language)
    append_event(registry.folder, ModelEvent(NOW, "x", ModelAction.PROMOTED, model_id))
    assert analyst.analyze(SAID).version.model == model_id != shipped
    analyst.close()


def test_an_expression_is_tried_with_the_lists_of_the_rules_in_use(settings: Settings) -> None:
    analyst = Analyst(settings)
    (found,) = analyst.search("闪退 AND NOT @branch", [SAID], reach=EVERYTHING)
    assert found.hit_count == 1
    with pytest.raises(ExpressionError, match="第 1 行"):
        analyst.search("闪退 AND (", [SAID], reach=EVERYTHING)
    assert any(rule.factor == "rule.channel" for rule in analyst.rules)


def test_the_rules_that_are_taken_into_use_hold_from_then_on(settings: Settings) -> None:
    analyst, sets = Analyst(settings), open_rule_sets(settings)
    before = analyst.analyze(SAID).version.rules
    set_id = sets.put({"p-1.toml": file(row("['蜗牛爬']", id="own.slow", matches='["蜗牛爬"]'))})
    sets.append(RuleSetEvent(NOW, "x", RuleSetAction.PROMOTED, set_id, "准", "p-1"))
    assert analyst.analyze(SAID).version.rules != before
    assert "own.slow" in {rule.id for rule in analyst.rules}
    with analyst.reading() as language:
        assert len(language.rules.rules) == len(analyst.rules)
    sets.append(RuleSetEvent(NOW, "x", RuleSetAction.ROLLED_BACK, SHIPPED, "误报"))
    assert analyst.analyze(SAID).version.rules == before
    analyst.close()
