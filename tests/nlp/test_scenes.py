from tests.nlp.contacts import call, comment
from voc.domain.moments import Phase
from voc.nlp.language import Language
from voc.nlp.scenes import scene_of


def test_all_that_rules_may_ask_for_is_there(language: Language) -> None:
    contact = call("座：您好请讲", "客：手机银行转不出去，太气人了", score=1, comment="太差了")
    scene = scene_of(contact, language)
    assert scene.contact is contact
    assert (len(scene.passages), len(scene.phases), len(scene.valences)) == (3, 2, 3)
    assert scene.phases[0] is Phase.GREETING
    assert scene.valences[0] is None
    assert all(v is not None and v < 0 for v in scene.valences[1:])
    assert {m.name for m in scene.mentions[1]} >= {"手机银行"}
    assert scene.objects is language.objects.table


def test_a_survey_has_no_phases(language: Language) -> None:
    scene = scene_of(comment("太慢"), language)
    assert (scene.phases, len(scene.valences)) == ((), 1)
