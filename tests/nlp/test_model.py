from tests.nlp.contacts import call, comment, small_model, small_point_model
from tests.nlp.encoder.encoders import small_encoder
from voc.nlp.classifier import AGENT_LABELS, encoded_labels, labels_of
from voc.nlp.heard import Aspect
from voc.nlp.language import Language
from voc.nlp.points import POINT_LABELS
from voc.nlp.signals import observe
from voc.nlp.whole_call import call_labels


def test_what_is_said_to_an_utterance_is_heard_of_it(language: Language) -> None:
    points = small_point_model(language)
    points.lines.weights[:, POINT_LABELS.index("after low")] = 1.0
    observed = observe(call("客：好的", "座：闪退", "客：好的", comment="闪退"), language)
    assert small_model(language, points=points).hear(observed).points[Aspect.LOW] == {0: 1.0, 2: 0.0}
    assert small_model(language, points=points).hear(observe(comment("闪退"), language)).points == {}


def test_every_passage_is_heard_the_agents_for_other_labels(language: Language) -> None:
    observed = observe(call("座：闪退", "客：闪退", "客：网点", comment="态度差"), language)
    heard = small_model(language).hear(observed)
    assert {i: tuple(answers.labels) for i, answers in heard.items()} == {
        0: AGENT_LABELS,
        **dict.fromkeys((1, 2, 3), labels_of(language.taxonomy)),
    }
    assert heard.call is not None
    assert tuple(heard.call.labels) == call_labels(language.taxonomy)
    assert heard[1].of("product") == heard[2].of("rule") == heard[3].of("person") == 2
    assert heard[1].of("rule") == -2


def test_the_encoder_reads_comments_and_nothing_that_is_spoken(language: Language) -> None:
    encoder = small_encoder(encoded_labels(language.taxonomy))
    model = small_model(language, encoder=encoder)
    observed = observe(call("座：您好", "客：手机银行闪退", comment="客服态度差", score=1), language)
    heard, without = model.hear(observed), small_model(language).hear(observed)
    read = dict.fromkeys((0, 1)) | {2: encoder.answers("客服态度差")}
    assert {i: answers.encoded for i, answers in heard.items()} == read
    assert [answers.of("person") for answers in heard.values()] == [a.of("person") for a in without.values()]
