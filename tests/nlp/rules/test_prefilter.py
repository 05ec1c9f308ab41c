from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.rules.scenes import plain_tokenizer
from voc.domain.conversation import Speaker
from voc.domain.expressions import Regex
from voc.nlp.passage import passage_of
from voc.nlp.rules import parse
from voc.nlp.rules.leaves import Leaf, PhraseLeaf, RegexLeaf
from voc.nlp.rules.prefilter import Prefilter

WRITTEN = [
    "转账 ..5 失败",
    "网点|柜台",
    "我 ..3 网点",
    "~网银",
    "~网银|网点 ..2 慢",
    "/转.*慢/",
    "/[网往]./",
    "/，/",
    '"，"',
]


def leaves() -> list[Leaf]:
    parsed = [parse(text) for text in WRITTEN]
    return [RegexLeaf(one) if isinstance(one, Regex) else PhraseLeaf(one) for one in parsed]  # type: ignore[arg-type]


@given(st.lists(st.text(st.sampled_from("我转账失败网点往银慢，。 柜台"), max_size=25), max_size=4))
def test_no_hit_is_lost_and_no_place_stands_twice(texts: list[str]) -> None:
    passages = [
        passage_of(text, plain_tokenizer(), utterance=n, speaker=Speaker.CUSTOMER) for n, text in enumerate(texts)
    ]
    chances = Prefilter(leaves()).chances(passages)
    for number, leaf in enumerate(leaves()):
        places = chances.get(number, [])
        assert len(set(places)) == len(places)
        assert places == sorted(places)
        found = {(n, words) for n, place in places for words in leaf.hits(passages[n], place)}
        every = {
            (n, words)
            for n, passage in enumerate(passages)
            for place in leaf.places(passage)
            for words in leaf.hits(passage, place)
        }
        assert found == every


def test_without_leaves_nothing_has_a_chance() -> None:
    said = passage_of("网点", plain_tokenizer(), utterance=0, speaker=Speaker.CUSTOMER)
    assert Prefilter([]).chances([said]) == {}
