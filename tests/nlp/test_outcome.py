import pytest

from tests.conftest import resource
from voc.domain.attribution import COMMENT
from voc.domain.conversation import Speaker
from voc.domain.moments import Moment, MomentKind, Phase
from voc.nlp.cues import Cues
from voc.nlp.outcome import OFTEN, outcome_signs, repeat_signs
from voc.nlp.passage import Passage, passage_of
from voc.nlp.tokenizer import Tokenizer

CUES = Cues.parse(resource("phrases.toml"))
SETTLED = (
    "您好",
    "我卡里多扣的钱想退",
    "已经给您提交好了,马上到账",
    "收到了,到账了",
    "还有别的吗",
    "没有了,太好了谢谢",
)


def call(texts: tuple[str, ...], tokenizer: Tokenizer) -> list[Passage]:
    speakers = (Speaker.AGENT, Speaker.CUSTOMER)
    return [passage_of(t, tokenizer, utterance=i, speaker=speakers[i % 2]) for i, t in enumerate(texts)]


def cues_of(passages: list[Passage]) -> list[frozenset[str]]:
    return [CUES.found_in(p.text) for p in passages]


def repeats(passages: list[Passage], *, outbound: bool = False) -> bool:
    return bool(repeat_signs(passages, cues_of(passages), outbound=outbound)["says"])


def signs(texts: tuple[str, ...], tokenizer: Tokenizer, *moments: Moment) -> dict[str, float]:
    passages = call(texts, tokenizer)
    return outcome_signs(passages, moments, cues_of(passages))


def test_signs_are_shares_of_a_speakers_utterances_in_the_second_half(tokenizer: Tokenizer) -> None:
    found = signs(SETTLED, tokenizer)
    assert (found["customer:works"], found["customer:thanks"], found["agent:anything_else"]) == (1.0, 0.5, 1.0)
    assert "agent:done" not in found
    assert all(0.0 <= x <= 1.0 for x in found.values())


def test_the_first_half_gives_no_sign(tokenizer: Tokenizer) -> None:
    assert signs((*SETTLED[2:4], "嗯", "嗯"), tokenizer) == signs(("嗯", "嗯", "嗯", "嗯"), tokenizer)


def test_the_last_two_utterances_count_apart_whoever_speaks(tokenizer: Tokenizer) -> None:
    last = {name for name in signs(SETTLED, tokenizer) if name.startswith("last:")}
    assert last == {f"last:{name}" for text in SETTLED[-2:] for name in CUES.found_in(text)}
    assert last


def test_the_moments_are_signs_and_a_missing_one_is_neutral(tokenizer: Tokenizer) -> None:
    found = signs(
        SETTLED,
        tokenizer,
        Moment(MomentKind.END, 5, Phase.CLOSING, 0.4),
        Moment(MomentKind.PEAK, 1, Phase.ANSWERING, -0.6),
    )
    assert (found["end"], found["high"], found["peak"]) == (0.4, 0.0, -0.6)


def test_cues_of_comments_after_the_call_are_no_signs(tokenizer: Tokenizer) -> None:
    passages = call(SETTLED, tokenizer)
    cues = [*cues_of(passages), frozenset({"called_before"})]
    assert outcome_signs(passages, (), cues) == outcome_signs(passages, (), cues[:-1])


@pytest.mark.parametrize(
    "text",
    [
        "我这是这是第三次打来了",
        "昨天也打过",
        "上次你们说三天就好",
        "今天又打",
        "我都打了三次电话了",
        "这话我讲第四遍了",
        "上個月打過一次",
        "打了三回电话",
        "我都跑了三趟了",
        "这是第三趟了",
        "我都给你们打了三次电话了",
        "我前天打来问我那个密码忘了",
        "我这是第三次打过来问了",
    ],
)
def test_a_customer_who_says_that_he_called_before_repeats(text: str, tokenizer: Tokenizer) -> None:
    passages = call(("您好", text), tokenizer)
    assert repeats(passages)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "我想问一下余额",
            "你们又打来推销分期",
            "第一次打这个电话",
            "短信让我打过来的",
            "回单又打了一回",
            "第五遍装完",
        ),
        *(
            "你们推销电话一天打三次",
            "你们催收一天给我打五个电话",
            "有个诈骗电话打了我三次",
            "他一个礼拜打给我九次,刚又打",
        ),
    ],
)
def test_a_first_call_and_calls_of_the_bank_do_not(text: str, tokenizer: Tokenizer) -> None:
    passages = call(("您好", text), tokenizer)
    assert not repeats(passages)


@pytest.mark.parametrize(
    ("text", "inbound", "outbound"),
    [
        ("这个月都打了五次了", True, False),
        ("我都打了五次了", True, True),
        ("都给你们打了五次了", True, True),
        ("上次你们说三天就好", True, True),
    ],
)
def test_in_a_call_that_the_bank_made_only_his_own_calls_count(
    text: str, inbound: bool, outbound: bool, tokenizer: Tokenizer
) -> None:
    passages = call(("您好", text), tokenizer)
    assert (repeats(passages), repeats(passages, outbound=True)) == (inbound, outbound)


@pytest.mark.parametrize(
    ("texts", "received"),
    [
        (("您好", "你们催收一天给我打五个电话"), 1.0),
        (("您好", "你们催收一天给我打五个电话", "抱歉", "我上次打过来你们说停了"), 0.0),
        (("您好", "我打了三次电话了"), 0.0),
        (("你们催收一天给我打五个电话", "嗯"), 0.0),
    ],
)
def test_calls_that_he_was_made_speak_against_it_where_he_tells_of_none_of_his_own(
    texts: tuple[str, ...], received: float, tokenizer: Tokenizer
) -> None:
    passages = call(texts, tokenizer)
    assert repeat_signs(passages, cues_of(passages))["received"] == received


def test_the_agents_words_do_not_count_and_a_comment_does(tokenizer: Tokenizer) -> None:
    spoken = call(("您昨天也打过", "嗯"), tokenizer)
    assert not repeats(spoken)
    comment = passage_of("这是第三次打来了", tokenizer, utterance=COMMENT, speaker=Speaker.CUSTOMER)
    assert repeats([comment])


@pytest.mark.parametrize(
    ("texts", "signs"),
    [
        (("您好", "我想问余额"), (0, 0, 0, 0)),
        (("您好", "第三次打来了"), (1, 1, 1, 0)),
        (("您昨天也打过电话", "嗯"), (0, 0, 0, 1)),
        (("您好", "在", "请讲", "卡", "嗯", "密码", "好的", "这是第三趟了"), (1, 1, 0, 0)),
        (("您好", *("第三次打来了", "嗯") * (OFTEN + 1)), (1, OFTEN, 1, 0)),
        (("您好", "你们昨天又打来推销分期"), (0, 0, 0, 0)),
    ],
    ids=["nothing", "opening", "agent", "late", "often", "bank"],
)
def test_what_speaks_for_an_earlier_contact(
    texts: tuple[str, ...], signs: tuple[float, ...], tokenizer: Tokenizer
) -> None:
    passages = call(texts, tokenizer)
    found = repeat_signs(passages, cues_of(passages))
    assert tuple(found[name] for name in ("says", "count", "opening", "agent")) == signs


def test_who_says_it_only_in_the_comment_does_not_open_with_it(tokenizer: Tokenizer) -> None:
    written = passage_of("这是第三次打来了", tokenizer, utterance=COMMENT, speaker=Speaker.CUSTOMER)
    passages = [*call(("您好", "卡丢了"), tokenizer), written]
    found = repeat_signs(passages, cues_of(passages))
    assert (found["says"], found["opening"]) == (1.0, 0.0)
