import re
from datetime import UTC
from typing import Any

import pytest
from rich.console import Console, RenderableType

from tests.builders import analysis, attribution, conversation, counted, evidence, finding, survey, utterance
from voc.cli.render import (
    contact_view,
    interval,
    number,
    percent,
    points_table,
    safe,
    sparkline,
    totals_panel,
    valence_line,
)
from voc.domain.attribution import AbstainReason, Kind
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import Moment, MomentKind, Phase
from voc.domain.painpoint import find_points
from voc.domain.report import count_totals
from voc.domain.survey import Scale
from voc.domain.taxonomy import Cause, Taxonomy
from voc.storage.counting import Statistics

NONE = Statistics(0, 0, 0, 0, 0, 0, 0, 0, 0)
COURSE: dict[str, Any] = {
    "valences": (None, -0.6),
    "phases": (Phase.GREETING, Phase.UNDERSTANDING),
    "moments": (
        Moment(MomentKind.PEAK, 1, Phase.UNDERSTANDING, -0.6),
        Moment(MomentKind.END, 1, Phase.UNDERSTANDING, -0.6),
    ),
    "peak_end": -0.6,
}


def shown(*renderables: RenderableType, styled: bool = False) -> str:
    console = Console(
        width=160, record=True, force_terminal=styled, color_system="standard" if styled else None, highlight=False
    )
    with console.capture() as captured:
        console.print(*renderables)
    return captured.get()


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\b", "\r", "\x9b", "\u2028", "\u202e", "\u2066", "\x7f"])
def test_what_steers_a_terminal_is_replaced_in_place(character: str) -> None:
    assert safe(f"a{character}b") == "a\ufffdb"


def test_letters_emoji_tabs_and_line_ends_stay() -> None:
    assert safe("转账👍🏽\t\n") == "转账👍🏽\t\n"


def test_numbers_read_easily() -> None:
    assert (percent(1), percent(0.005), number(2.0), number(0.6)) == ("100.0%", "0.5%", "2", "0.6")
    assert interval((0.1, 0.25)) == "10.0%–25.0%"


def test_a_line_of_no_counts_is_flat() -> None:
    assert sparkline([]) == ""
    assert sparkline([0, 0]) == "▁▁"


def test_totals_say_who_was_to_blame(taxonomy: Taxonomy) -> None:
    contacts = [counted("C-1", finding("rule.channel")), counted("C-2", finding("person.attitude")), counted("C-3")]
    statistics = Statistics(3, 2, 1, 0, 3, 3, 0, 0, 4)
    text = shown(totals_panel(statistics, count_totals(contacts), taxonomy))
    assert "座席无责 50.0%" in text
    assert "占已分析接触的 66.7%" in text
    assert re.search(r"等待会话的调查 +4 ", text)
    assert re.search(r"2 次\S*，1 次\S*座席", text)


def test_totals_of_nothing_can_be_shown(taxonomy: Taxonomy) -> None:
    text = shown(totals_panel(NONE, count_totals([]), taxonomy))
    assert "座席无责 0.0%" in text
    assert "等待会话的调查" not in text


def test_points_are_named_counted_and_quoted(taxonomy: Taxonomy) -> None:
    contacts = [
        counted("C-1", finding("rule.channel", about="转账", texts=["[red]非得去网点[/]\x1b"])),
        counted("C-2", finding(None, cause=Cause.PRODUCT, kind=Kind.ITCH, about=None, texts=["要是能改就好了"])),
    ]
    points = find_points(contacts, zone=UTC)
    wide, narrow = (shown(points_table(points, taxonomy, title="痛点", width=width)) for width in (160, 80))
    for words in ("转账 · 渠道限制", "（未提及） · 未细分", "（痒点）", "50.0%"):
        assert words in wide
        assert words in narrow
    assert "[red]非得去网点[/]\ufffd" in wide
    assert "非得去网点" not in narrow


def test_a_call_is_shown_turn_by_turn_with_its_claims(taxonomy: Taxonomy) -> None:
    call = conversation(queue="手机银行", agent_id="A17", id="[bold]C-1[/]\x1b")
    claimed = analysis("C-1", attribution(), **COURSE, resolved=False, repeat_contact=True)
    text = shown(contact_view(Contact.of(call), claimed, taxonomy, zone=UTC))
    for words in (
        "[bold]C-1[/]\ufffd",
        "手机银行  座席 A17  重复来电  未解决",
        "1 理解 客户 转账转不出去  ◀ 最差点 -0.60  ◀ 结尾 -0.60",
        "峰终分 -0.60",
        "人与产品交互 · 系统稳定 · 转账  明说、痛点  概率 0.90",
        "“转不出去”",
    ):
        assert words in text


def test_evidence_stands_out_at_its_very_place(taxonomy: Taxonomy) -> None:
    view = contact_view(Contact.of(conversation()), analysis("C-1", attribution(), **COURSE), taxonomy, zone=UTC)
    assert "转账\x1b[1;4;34m转不出去\x1b[0m" in shown(view, styled=True)


def test_a_survey_is_shown_with_its_score_and_its_evidence(taxonomy: Taxonomy) -> None:
    asked = survey("S-1", score=2, scale=Scale(3, 1), comment="转账转不出去")
    claimed = analysis("S-1", attribution(evidence=(evidence(utterance=-1),)))
    text = shown(contact_view(Contact(None, (asked,)), claimed, taxonomy, zone=UTC), styled=True)
    assert "打分 2（3 最差，1 最好）" in text
    assert "转账\x1b[1;4;34m转不出去" in text


def test_a_comment_of_a_linked_survey_shows_its_own_evidence(taxonomy: Taxonomy) -> None:
    linked = survey("S-1", conversation_id="C-1", comment="转账转不出去")
    claimed = analysis("C-1", attribution(evidence=(evidence(utterance=-1, survey_id="S-1"),)), **COURSE)
    view = contact_view(Contact.of(conversation(), (linked,)), claimed, taxonomy, zone=UTC)
    assert "转账\x1b[1;4;34m转不出去" in shown(view, styled=True)


def test_an_embedded_comment_shows_its_own_evidence(taxonomy: Taxonomy) -> None:
    own = survey("C-1", conversation_id="C-1", comment="转账转不出去", embedded=True)
    claimed = analysis("C-1", attribution(evidence=(evidence(utterance=-1),)), **COURSE)
    view = contact_view(Contact.of(conversation(survey=own)), claimed, taxonomy, zone=UTC)
    assert "转账\x1b[1;4;34m转不出去" in shown(view, styled=True)


def test_what_waits_for_a_person_says_why(taxonomy: Taxonomy) -> None:
    claimed = analysis("S-1", dissatisfied=True, abstain_reason=AbstainReason.UNSPECIFIED, resolved=True)
    text = shown(contact_view(Contact(None, (survey("S-1", score=1),)), claimed, taxonomy, zone=UTC))
    assert "待人工：没有说明原因" in text
    assert "已解决" in text


def test_the_line_of_feeling_has_one_block_an_utterance_of_the_customer() -> None:
    course = analysis(
        valences=(-1.0, None, 0.0, 1.0, 0.3),
        phases=(Phase.UNDERSTANDING,) * 5,
        moments=(
            Moment(MomentKind.PEAK, 0, Phase.UNDERSTANDING, -1.0),
            Moment(MomentKind.HIGH, 3, Phase.UNDERSTANDING, 1.0),
            Moment(MomentKind.END, 4, Phase.CLOSING, 0.65),
        ),
    )
    line, marks = valence_line(course).plain.split("\n")
    assert line == "情绪  ▁▅█▆"
    assert marks.startswith("      ▲ ★●")


def test_a_robot_is_named_as_such(taxonomy: Taxonomy) -> None:
    spoken = (utterance("请按一", Speaker.SYSTEM), utterance())
    text = shown(contact_view(Contact.of(conversation(*spoken)), analysis(**COURSE), taxonomy, zone=UTC))
    assert "0 问候 系统 请按一" in text
    assert "没有不满" in text
