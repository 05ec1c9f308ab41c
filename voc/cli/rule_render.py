"""Rules and what they hit, as text on a terminal and as JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from voc.cli.render import interval, percent, safe
from voc.domain.attribution import Evidence
from voc.domain.expressions import Word, described, lists_in, printed
from voc.domain.rule import Rule, example_text
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules import Match, RuleSet
from voc.nlp.rules.difference import Change
from voc.nlp.rules.findings import Finding
from voc.nlp.rules.health import RuleHealth
from voc.services.rule_search import Found, Searched

MOST_WORDS = 15
HIT = "bold black on yellow"
Record = dict[str, object]


def findings_text(findings: Sequence[Finding]) -> Text:
    """One line a finding, faults in red: place, rule and reason, so that it can be searched."""
    lines = []
    for one in findings:
        level = Text("提醒") if one.fault.notice else Text("错误", style="red")
        place = "".join(f" {safe(str(part))}：" for part in (one.where, one.rule) if part)
        lines.append(Text.assemble(level, f"·{one.fault.label}{place} {safe(one.reason)}"))
    return Text("\n").join(lines)


def finding_record(finding: Finding) -> Record:
    level, where = "notice" if finding.fault.notice else "error", finding.where
    place = {"file": where and where.file, "line": where and where.line, "column": where and where.column}
    return {"level": level, "kind": str(finding.fault), "where": where and str(where), **place, "rule": finding.rule,
            "reason": finding.reason}  # fmt: skip


def found_text(searched: Searched, *, marked: bool) -> Text:
    """A contact with the words that were hit; between 【】 where `marked`, for outputs without colours."""
    return Text.assemble((safe(searched.contact_id), "bold"), found_words(searched.found or (), marked=marked))


def found_words(every: Sequence[Found], *, marked: bool) -> Text:
    """The texts of one contact, indented below what names it."""
    text = Text()
    for found in every:
        text.append(f"\n  {_place(found.evidence, found)} ", style="dim")
        text.append_text(_highlighted(found.text, found.evidence, marked=marked))
    if not every:
        text.append("  整次接触符合", style="dim")
    return text


def _place(evidence: Sequence[Evidence], found: Found) -> str:
    first = evidence[0] if evidence else None
    where = "" if first is None else ("评论" if first.in_comment else f"{first.utterance}")
    return f"[{where} {found.speaker.label}]"


def _highlighted(whole: str, evidence: Sequence[Evidence], *, marked: bool) -> Text:
    """
    >>> _highlighted("老闪退", [Evidence(0, 1, 3, "闪退")], marked=True).plain
    '老【闪退】'
    """
    text, at = Text(style="none"), 0
    for start, end in _merged(evidence):
        text.append(safe(whole[at:start]))
        shown = safe(whole[start:end])
        text.append(f"【{shown}】" if marked else shown, style="" if marked else HIT)
        at = end
    return text.append(safe(whole[at:]))


def _merged(evidence: Iterable[Evidence]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in sorted((one.start, one.end) for one in evidence):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def words_record(found: Found) -> Record:
    """One text with its hits."""
    hits = [evidence_record(evidence) for evidence in found.evidence]
    survey = next((evidence.survey_id for evidence in found.evidence), None)
    return {"speaker": found.speaker.value, "survey": survey, "text": found.text, "hits": hits}


def found_record(searched: Searched) -> Record:
    hits = [evidence for found in searched.found or () for evidence in found.evidence]
    return {"id": searched.contact_id, "hits": [evidence_record(evidence) for evidence in hits]}


def words_table(words: Counter[str]) -> Table:
    """The commonest hits."""
    table = Table("命中的话", "次数", box=SIMPLE_HEAD, pad_edge=False)
    for word, count in sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]:
        table.add_row(Text(safe(word)), str(count))
    return table


def list_entry(word: Word) -> str:
    """A word of a named list as it is written there."""
    return f"~{word.text}" if word.by_sound else word.text


def explained(rule: Rule, rule_set: RuleSet, taxonomy: Taxonomy) -> RenderableType:
    """All of a rule in words."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")

    def row(name: str, value: str) -> None:
        table.add_row(name, Text(value))

    row("规则", f"{rule.id}：{rule.description}")
    row("位置", str(rule_set.origins[rule.id].place))
    cause = taxonomy.cause_label(rule.cause)
    row(
        "归到",
        f"{cause} · {taxonomy.factor_label(rule.factor)}（{rule.factor}），{rule.kind.label}，权重 {rule.weight:g}",
    )
    row("说明", f"{rule.says.label}；听{rule.speaker.label}的话")
    for expression in rule.when:
        row("算数", described(expression))
    for expression in rule.unless:
        row("除非", f"同一分句里有 {described(expression)}")
    if rule.allows:
        row("也算", "、".join(guard.label for guard in sorted(rule.allows)))
    for name in sorted(lists_in(rule.expression)):
        row(f"@{name}", "、".join(map(list_entry, rule_set.lists[name])))
    row("应命中", "；".join(map(example_text, rule.matches)))
    row("不应命中", "；".join(map(example_text, rule.spares)) or "（没有写）")
    return Group(table, Text("\n式子", style="dim"), Text(printed(rule.expression)))


def health_table(rows: Iterable[RuleHealth]) -> Table:
    """The rules that voted, the least precise first."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("规则", overflow="fold")
    for name in ("票", "覆盖", "重叠", "冲突", "对/判", "精确率", "95% 区间"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in sorted(rows, key=_worst_first):
        shares = map(percent, (row.coverage, row.overlap, row.conflict))
        judged = f"{row.right_count}/{row.judged_count}"
        precise = ("–", "无从判断") if row.precision is None else (percent(row.precision), interval(row.interval))
        table.add_row(row.rule.id, str(row.contact_count), *shares, judged, *precise)
    return table


def wrong_text(rows: Iterable[RuleHealth], most: int, *, marked: bool) -> Text:
    """Up to `most` wrong instances a rule, the least precise rule first: the whole text with what was hit."""
    text = Text()
    for row in sorted(rows, key=_worst_first):
        for one in row.wrong[:most]:
            where = "评论" if one.utterance < 0 else f"{one.utterance}"
            text.append(f"{row.rule.id}", style="bold").append(f"  {safe(one.contact_id)} ")
            text.append(f"[{where}] ", style="dim")
            text.append_text(_highlighted(one.whole, one.evidence, marked=marked)).append("\n")
    return text


def _worst_first(row: RuleHealth) -> tuple[float, int, str]:
    return 1.0 if row.precision is None else row.precision, -row.judged_count, row.rule.id


def health_record(row: RuleHealth) -> Record:
    return {
        "rule": row.rule.id,
        "factor": row.rule.factor,
        "says": str(row.rule.says),
        "contacts": row.contact_count,
        "coverage": row.coverage,
        "overlap": row.overlap,
        "conflict": row.conflict,
        "judged": row.judged_count,
        "right": row.right_count,
        "precision": row.precision,
        "interval": list(row.interval),
        "wrong": [
            {
                "id": w.contact_id,
                "utterance": None if w.utterance < 0 else w.utterance,
                "text": w.text,
                "whole": w.whole,
                "spans": [[one.start, one.end] for one in w.evidence],
            }
            for w in row.wrong
        ],
    }


def change_text(change: Change, taxonomy: Taxonomy) -> Text:
    """A contact with the votes it lost in red and those it won in green, these with what is otherwise in them."""
    text = Text(safe(change.contact_id), style="bold")
    for sign, factors in (("−", change.factors_gone), ("+", change.factors_new)):
        for factor in sorted(factors):
            text.append(f"  {sign}{taxonomy.factor_label(factor)}", style="red" if sign == "−" else "green")
    for vote in change.gone:
        text.append(f"\n  − {_vote_line(vote)}", style="red")
    for vote in change.new:
        before = change.before(vote)
        otherwise = "" if before is None else f"（{'，'.join(_told_changes(before.rule, vote.rule, taxonomy))}）"
        text.append(f"\n  + {_vote_line(vote)}{otherwise}", style="green")
    return text


def _vote_line(vote: Match) -> str:
    where = "评论" if vote.utterance < 0 else f"{vote.utterance}"
    return f"{vote.rule.id} [{where}] {safe(vote.evidence.text)}"


def _told_changes(before: Rule, after: Rule, taxonomy: Taxonomy) -> list[str]:
    """What a rule's votes say otherwise, in words."""
    told = [
        (taxonomy.factor_label(rule.factor), rule.says.label, rule.kind.label, f"权重 {rule.weight:g}")
        for rule in (before, after)
    ]
    return [f"{old}→{new.removeprefix('权重 ')}" for old, new in zip(*told, strict=True) if old != new]


def change_record(change: Change) -> Record:
    return {
        "id": change.contact_id,
        "factors_gone": sorted(change.factors_gone),
        "factors_new": sorted(change.factors_new),
        "gone": [_vote_record(vote) for vote in change.gone],
        "new": [_vote_record(vote) for vote in change.new],
    }


def _vote_record(vote: Match) -> Record:
    rule = vote.rule
    said = {"says": str(rule.says), "kind": str(rule.kind), "weight": rule.weight}
    return {"rule": rule.id, "factor": rule.factor, **said, **evidence_record(vote.evidence)}


def evidence_record(evidence: Evidence) -> Record:
    utterance = None if evidence.in_comment else evidence.utterance
    return {"utterance": utterance, "start": evidence.start, "end": evidence.end, "text": evidence.text}
