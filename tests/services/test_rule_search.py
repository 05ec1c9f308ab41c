from pathlib import Path
from zoneinfo import ZoneInfo

from tests.inputs import answer, call, write
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.survey import SurveyResponse
from voc.nlp.language import Language
from voc.nlp.rules import parse
from voc.services.rule_search import Searched, search, search_contacts


def run(text: str, path: Path, language: Language) -> list[Searched]:
    zone = ZoneInfo("Asia/Shanghai")
    return list(search(parse(text), {}, [path], language=language, zone=zone, set_aside=[].append))


def test_each_contact_is_told_with_the_words_that_were_hit(tmp_path: Path, language: Language) -> None:
    path = write(
        tmp_path / "in.jsonl",
        call("C-1", "客：閃退，又闪退", "座：闪退吗", survey={"comment": "老闪退"}),
        answer("S-1", "很好"),
    )
    first, second = run("闪退", path, language)
    assert first.found is not None
    assert [(f.speaker, f.text, [e.text for e in f.evidence]) for f in first.found] == [
        (Speaker.CUSTOMER, "閃退，又闪退", ["閃退", "闪退"]),
        (Speaker.AGENT, "闪退吗", ["闪退"]),
        (Speaker.CUSTOMER, "老闪退", ["闪退"]),
    ]
    assert (first.contact_id, first.hit_count) == ("C-1", 4)
    assert (second.contact_id, second.found, second.hit_count) == ("S-1", None, 0)


def test_a_condition_without_words_holds_for_the_whole_contact(tmp_path: Path, language: Language) -> None:
    path = write(tmp_path / "in.jsonl", call("C-1", "客：", "座：您好", survey={"score": 1, "scale": [1, 5]}))
    (found,) = run("SCORE<0.5", path, language)
    assert (found.found, found.hit_count) == ((), 0)
    (empty,) = run("CUSTOMER(UTTERANCE(NOT 网点))", path, language)
    assert empty.found is not None
    assert [(f.text, f.evidence) for f in empty.found] == [("", ())]


def test_contacts_at_hand_are_searched_like_those_of_a_file(tmp_path: Path, language: Language) -> None:
    said = SurveyResponse("S-1", comment="老闪退"), SurveyResponse("S-2", comment="很好")
    path = write(tmp_path / "in.jsonl", answer("S-1", "老闪退"), answer("S-2", "很好"))
    contacts = [Contact(None, (survey,)) for survey in said]
    assert list(search_contacts(parse("闪退"), {}, contacts, language=language)) == run("闪退", path, language)


def test_hits_that_overlap_are_counted_once(tmp_path: Path, language: Language) -> None:
    path = write(tmp_path / "in.jsonl", answer("S-1", "老闪退，闪退又闪退"))
    (found,) = run("闪退 OR 老闪退 OR ALLOW/negated(老闪退)", path, language)
    assert found.found is not None
    assert [[e.text for e in one.evidence] for one in found.found] == [["老闪退", "闪退", "闪退"]]
    assert found.hit_count == 3


def test_an_utterance_that_is_hit_as_a_whole_is_counted_once(tmp_path: Path, language: Language) -> None:
    waited = call("C-1", "座：请稍等", "客：我要投诉")
    for utterance, (start, end) in zip(waited["utterances"], [(0, 1_000), (61_000, 63_000)], strict=True):
        utterance |= {"start_ms": start, "end_ms": end}
    (found,) = run("UTTERANCE(投诉 AND SILENCE>30s)", write(tmp_path / "in.jsonl", waited), language)
    assert found.found is not None
    assert [[e.text for e in one.evidence] for one in found.found] == [["我要投诉"]]
