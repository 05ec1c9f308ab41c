"""Values as text on a terminal."""

import re
from collections.abc import Sequence
from datetime import tzinfo

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from voc.domain.attribution import Analysis, Evidence
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import NEUTRAL_BAND, Moment, MomentKind
from voc.domain.painpoint import Direction, ItchPoint, PainPoint
from voc.domain.report import Totals
from voc.domain.taxonomy import Cause, Taxonomy
from voc.storage.counting import Statistics

COLOURS = {Cause.PERSON: "red", Cause.PRODUCT: "blue", Cause.RULE: "yellow"}
SHORT = {Cause.PERSON: "人", Cause.PRODUCT: "产", Cause.RULE: "规"}
WIDE = 110
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_BARS = "▁▂▃▄▅▆▇█"
_ARROWS = {Direction.UP: "[red]↑[/]", Direction.DOWN: "[green]↓[/]", Direction.UNCLEAR: "[dim]–[/]"}


def safe(text: str) -> str:
    """A customer's text without what could steer a terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def percent(value: float) -> str:
    """
    >>> percent(0.1234)
    '12.3%'
    """
    return f"{100 * value:.1f}%"


def interval(bounds: tuple[float, float]) -> str:
    return f"{percent(bounds[0])}–{percent(bounds[1])}"


def number(value: float) -> str:
    """
    >>> number(3.0), number(2.5)
    ('3', '2.5')
    """
    return f"{value:.0f}" if value == int(value) else f"{value:g}"


def totals_panel(statistics: Statistics, totals: Totals, taxonomy: Taxonomy) -> RenderableType:
    """Counts, dissatisfied share, split of causes and the blameless share."""
    counts = Table.grid(padding=(0, 2))
    counts.add_row("接触", f"{statistics.contact_count}", "（通话与调查，一次接触只数一次）")
    counts.add_row("其中通话", f"{statistics.conversation_count}", "")
    counts.add_row("已答复 / 未答复邀请", f"{statistics.answered_count} / {statistics.invitation_count}", "")
    if statistics.waiting_survey_count:
        counts.add_row("等待会话的调查", f"{statistics.waiting_survey_count}", "")
    counts.add_row(
        "不满意", number(totals.dissatisfied), f"占已分析接触的 [bold]{percent(totals.dissatisfied_share)}[/]"
    )
    counts.add_row("未说明原因", number(totals.unspecified), "[dim]客户只打了低分或只有笼统的抱怨[/]")
    counts.add_row("待人工判断", number(totals.pending), "[dim]把握不足或原因不明，不计入归因[/]")
    causes = Table.grid(padding=(0, 1))
    widest = max(totals.by_cause.values(), default=0) or 1
    for cause in Cause:
        count = totals.by_cause[cause]
        share = count / totals.attributed if totals.attributed else 0.0
        bar = Text("█" * round(30 * count / widest) or "·", style=COLOURS[cause])
        causes.add_row(taxonomy.cause_label(cause), bar, number(count), f"[dim]{percent(share)}[/]")
    blameless = (
        f"[bold green]座席无责 {percent(totals.blameless_share)}[/]"
        f"  [dim]（95% 区间 {interval(totals.blameless_interval)}）[/]"
    )
    meaning = Text(
        f"{totals.attributed} 次原因明确的不满里，{totals.blameless} 次不是座席造成的；"
        "一次不满可有几种原因，占比合计可超过 100%",
        style="dim",
        overflow="fold",
    )
    return Panel(
        Group(counts, Text(), causes, Text(), Text.from_markup(blameless), meaning), title="总览", expand=False
    )


def points_table(
    points: Sequence[PainPoint | ItchPoint], taxonomy: Taxonomy, *, title: str, width: int
) -> RenderableType:
    """The most frequent points with share, interval, weekly counts and, where there is room, a quote."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=width >= WIDE)
    table.add_column("业务对象 · 因子", no_wrap=True)
    table.add_column("次数", justify="right", no_wrap=True)
    table.add_column("占比（95% 区间）", justify="right", no_wrap=True)
    table.add_column("逐周", no_wrap=True)
    table.add_column("变化", justify="center", no_wrap=True)
    if width >= WIDE:
        table.add_column("最近的原话", overflow="ellipsis", no_wrap=True, ratio=1)
    for point in points:
        key = point.key
        name = f"{key.business_object or '（未提及）'} · {taxonomy.factor_label(key.factor or None)}"
        wish = "" if isinstance(point, PainPoint) else "（痒点）"
        cells: list[RenderableType] = [
            Text.assemble((f"{SHORT[key.cause]} ", f"bold {COLOURS[key.cause]}"), name, (wish, "dim")),
            str(point.contact_count),
            f"{percent(point.share)} [dim]{interval(point.interval)}[/]",
            sparkline(point.trend.weekly_counts),
            _ARROWS[point.trend.direction],
        ]
        if width >= WIDE:
            cells.append(Text("；".join(safe(q) for q in point.quotes[:1]), style="dim"))
        table.add_row(*cells)
    return Group(Text(title, style="bold"), table)


def sparkline(counts: Sequence[int]) -> str:
    """
    >>> sparkline([0, 1, 8])
    '▁▂█'
    """
    top = max(counts, default=0)
    return "".join(_BARS[round((len(_BARS) - 1) * c / top)] if top else _BARS[0] for c in counts)


def contact_view(contact: Contact, analysis: Analysis, taxonomy: Taxonomy, *, zone: tzinfo) -> RenderableType:
    """A contact with its evidence highlighted, the valence line, and what is claimed."""
    parts: list[RenderableType] = [_heading(contact, analysis, zone)]
    if contact.conversation is not None:
        parts.append(_transcript(contact, analysis))
        parts.append(valence_line(analysis))
    for survey in contact.surveys:
        score = (
            ""
            if survey.score is None
            else f"打分 {survey.score:g}（{survey.scale.worst:g} 最差，{survey.scale.best:g} 最好）"
        )
        comment = _highlighted(
            survey.comment, _spans(analysis, -1, None if survey.embedded or contact.conversation is None else survey.id)
        )
        parts.append(Text.assemble(("调查  ", "bold"), score, "  " if score else "", comment))
    parts += [Text(), *_claims(analysis, taxonomy)]
    return Panel(Group(*parts), title=Text(safe(contact.id)), expand=False)


def _heading(contact: Contact, analysis: Analysis, zone: tzinfo) -> Text:
    conversation = contact.conversation
    about = [
        contact.queue or "",
        "" if contact.occurred_at is None else f"{contact.occurred_at.astimezone(zone):%Y-%m-%d %H:%M}",
        "" if conversation is None or not conversation.agent_id else f"座席 {conversation.agent_id}",
        "重复来电" if analysis.repeat_contact else "",
        {True: "已解决", False: "未解决", None: ""}[analysis.resolved],
    ]
    return Text("  ".join(safe(word) for word in about if word), style="dim")


def _transcript(contact: Contact, analysis: Analysis) -> Table:
    assert contact.conversation is not None
    table = Table.grid(padding=(0, 1))
    for style in ("dim", "dim", ""):
        table.add_column(style=style, no_wrap=True)
    # Chinese has no blanks to wrap at: fold, or the rest of an utterance would be cut off.
    table.add_column(overflow="fold")
    for i, utterance in enumerate(contact.conversation.utterances):
        style = "" if utterance.speaker is Speaker.CUSTOMER else "dim"
        text = _highlighted(utterance.text, _spans(analysis, i, None))
        text.style = style
        table.add_row(
            f"{i:>2}",
            analysis.phases[i].label,
            Text(utterance.speaker.label, style="bold" if utterance.speaker is Speaker.CUSTOMER else ""),
            Text.assemble(text, *_mark([m for m in analysis.moments if m.utterance == i])),
        )
    return table


def _mark(moments: Sequence[Moment]) -> list[tuple[str, str]]:
    return [(f"  ◀ {moment.kind.label} {moment.valence:+.2f}", "bold magenta") for moment in moments]


def _spans(analysis: Analysis, utterance: int, survey_id: str | None) -> list[tuple[Evidence, Cause]]:
    return [
        (e, a.cause)
        for a in analysis.attributions
        for e in a.evidence
        if e.utterance == utterance and e.survey_id == survey_id
    ]


def _highlighted(text: str, spans: Sequence[tuple[Evidence, Cause]]) -> Text:
    shown = Text(safe(text))
    for evidence, cause in spans:
        shown.stylize(f"bold underline {COLOURS[cause]}", evidence.start, evidence.end)
    return shown


def valence_line(analysis: Analysis) -> Text:
    """One block for each utterance of the customer, low to high, with the worst and best point and the end marked."""
    line, marks = Text("情绪  "), Text("      ")
    # Where the end is the worst point, it is marked as such: that it is the end can be seen.
    kinds = {m.utterance: m.kind for m in reversed(analysis.moments)}
    for i, valence in enumerate(analysis.valences):
        if valence is None:
            continue
        colour = "red" if valence < -NEUTRAL_BAND else "green" if valence > NEUTRAL_BAND else "white"
        line.append(_BARS[min(7, round((valence + 1) * 3.5))], style=colour)
        sign = {MomentKind.PEAK: "▲", MomentKind.HIGH: "★", MomentKind.END: "●"}.get(kinds.get(i))  # type: ignore[arg-type]
        marks.append(sign or " ", style="magenta")
    legend = "" if analysis.peak_end is None else f"   峰终分 {analysis.peak_end:+.2f}"
    return Text.assemble(line, legend, "\n", marks, ("   ▲ 最差点  ★ 最好点  ● 结尾", "dim"))


def _claims(analysis: Analysis, taxonomy: Taxonomy) -> list[RenderableType]:
    said = "不满意" if analysis.dissatisfied else "没有不满"
    lines: list[RenderableType] = [
        Text.from_markup(
            f"[bold]{said}[/]  不满概率 {analysis.dissatisfaction:.2f}  整条把握 {analysis.confidence:.2f}"
        )
    ]
    for a in analysis.attributions:
        line = Text.assemble(
            (taxonomy.cause_label(a.cause), f"bold {COLOURS[a.cause]}"),
            f" · {taxonomy.factor_label(a.factor)} · {a.business_object or '（未提及）'}",
            f"  {a.basis.label}、{a.kind.label}  概率 {a.confidence:.2f}",
        )
        lines.append(line)
        lines += [Text(f"   “{safe(e.text)}”", style="dim") for e in a.evidence]
    if analysis.abstain_reason is not None:
        lines.append(Text(f"待人工：{analysis.abstain_reason.label}", style="bold magenta"))
    return lines
