"""`voc rules …`: check, test, explain, health, diff."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.common import out, progress_bar, readable_inputs, tell, write_json
from voc.cli.options import JsonOption
from voc.cli.remarking import tell_remarks
from voc.cli.render import safe
from voc.cli.rule_render import (
    change_record,
    change_text,
    explained,
    finding_record,
    findings_text,
    found_record,
    found_text,
    health_record,
    health_table,
    words_table,
    wrong_text,
)
from voc.cli.setting_aside import setting_aside
from voc.domain.expressions import printed
from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError, NotFoundError
from voc.nlp.language import shipped_language
from voc.nlp.rules import RuleSet, parse
from voc.nlp.rules.checking import check_rules
from voc.nlp.rules.nearest import nearest
from voc.opening import rules_in_use
from voc.services.rule_measuring import compare_rules, measure_rules
from voc.services.rule_reading import read_rules_of, rule_set_of, sound_rules_of
from voc.services.rule_search import search
from voc.settings import Settings, load_settings

_MOST_FAULTS = 5

RulesOption = Annotated[
    Path | None, typer.Option("--rules", help="规则文件夹或文件；缺省取 VOC_RULES，没有设时用规则库里在用的。")
]
Inputs = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="会话与调查的文件，格式同 voc analyze；`-` 为标准输入。")
]


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILES]…", help="规则文件或文件夹；缺省查正在用的规则。")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """检查规则：写法、例句、不会命中的、重复的与冲突的。有错误时退出码为 1，提醒不算错误。

    例：`voc rules check my-rules`
    """
    own = rules_in_use(load_settings())
    language = shipped_language()
    texts, unread = read_rules_of(files or ([] if own is None else [own]))
    whole = not files or any(path.is_dir() for path in files)
    rule_set, findings = check_rules(
        texts, language.taxonomy, language.objects.table, language.tokenizer, whole=whole, unread=unread
    )
    faults = [finding for finding in findings if not finding.fault.notice]
    if as_json:
        write_json({"rules": len(rule_set.rules), "findings": [finding_record(finding) for finding in findings]})
    elif findings:
        out.print(findings_text(findings), soft_wrap=True)
    if faults:
        raise InputError(f"规则有 {len(faults)} 处错误")
    if not rule_set.rules and not rule_set.lists:
        raise InputError(f"{'、'.join(texts)} 里没有规则：应有 [[rule]]，或所有规则共用的 [lists]")
    tell(f"{len(texts)} 个文件，{len(rule_set.rules)} 条规则，没有错误，{len(findings)} 处提醒")


def try_out(
    expression: Annotated[str, typer.Argument(metavar="EXPR", help="规则语言的式子，写在单引号里。")],
    files: Inputs,
    rules: RulesOption = None,
    limit: Annotated[int, typer.Option(min=0, help="最多显示多少次接触；0 为全部。次数总是全部的。")] = 20,
    as_json: JsonOption = False,
) -> None:
    """在文件上试一个式子：命中的话标出来，并数出次数。个人信息已遮盖。

    例：`voc rules test 'CUSTOMER(跑|去 ..8 网点|柜台)' data/samples/calls.jsonl`
    """
    settings = load_settings()
    language = shipped_language()
    lists = _sound_rules(rules, settings, language.taxonomy).lists
    parsed = parse(expression, lists=lists)
    warnings = tell_remarks(expression, lists, language)
    total, matched, words, records = 0, 0, Counter[str](), []
    with setting_aside() as rows, readable_inputs(files) as paths:
        for one in search(parsed, lists, paths, language=language, zone=settings.timezone, set_aside=rows):
            total += 1
            if one.found is None:
                continue
            matched += 1
            words.update(evidence.text for found in one.found for evidence in found.evidence)
            if as_json:
                records.append(found_record(one))
            elif not limit or matched <= limit:
                out.print(found_text(one, marked=not out.is_terminal), soft_wrap=True)
        counts = {"contacts": total, "matched": matched, "hits": words.total(), "rejected": rows.count}
        if as_json:
            every = dict(words.most_common())
            asked = {"expression": printed(parsed), "warnings": warnings}
            write_json({**asked, **counts, "words": every, "records": records})
            return
        if words:
            out.print(words_table(words))
        tell(f"{total} 次接触里有 {matched} 次符合，共命中 {words.total()} 处")


def explain(
    rule_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="规则的编号，如 channel.branch_only，也可写作 rule:channel.branch_only。"),
    ],
    rules: RulesOption = None,
) -> None:
    """说明一条规则：归到哪个因子、什么话算数、什么话不算、例句，以及它写在哪里。

    例：`voc rules explain channel.branch_only`
    """
    language = shipped_language()
    rule_set = _sound_rules(rules, load_settings(), language.taxonomy)
    # Analyses name their sources so: rule:channel.branch_only.
    rule_id = rule_id.removeprefix("rule:")
    found = [rule for rule in rule_set.rules if rule.id == rule_id]
    if not found:
        raise NotFoundError(f"没有编号为 {rule_id} 的规则" + _neighbours(rule_id, [rule.id for rule in rule_set.rules]))
    out.print(explained(found[0], rule_set, language.taxonomy), soft_wrap=True)


def _sound_rules(path: Path | None, settings: Settings, taxonomy: Taxonomy) -> RuleSet:
    """The rules that can be read; what is wrong with others, which are not asked about here, is told beside."""
    rule_set, faults = sound_rules_of(path or rules_in_use(settings), taxonomy)
    for fault in faults[:_MOST_FAULTS]:
        tell(f"提醒：有错的没有用上：{safe(str(fault))}", style="yellow")
    if len(faults) > _MOST_FAULTS:
        tell(f"提醒：规则文件一共有 {len(faults)} 处错误，用 voc rules check 查看", style="yellow")
    return rule_set


def _neighbours(rule_id: str, known: Sequence[str]) -> str:
    """The ids that may be meant, then all of the group."""
    near = nearest(rule_id, known)
    group = [one for one in known if one.partition(".")[0] == rule_id.partition(".")[0] and one not in near]
    told = (("接近的有", near), ("同组的有", group))
    return "".join(f"；{what}：{'、'.join(ids)}" for what, ids in told if ids)


def health(
    labelled: Annotated[list[Path], typer.Argument(metavar="LABELLED…", help="带 gold 标注的 JSONL 文件。")],
    rules: RulesOption = None,
    wrong: Annotated[int, typer.Option(min=0, help="每条规则最多列出几个错例。")] = 0,
    as_json: JsonOption = False,
) -> None:
    """每条规则在标注数据上的表现：覆盖、重叠、冲突、精确率与 95% 区间，以及错例（编号与已遮盖的整句话，命中的标出来）。

    例：`voc rules health data/samples/comments.jsonl --wrong 3`
    """
    settings = load_settings()
    language = shipped_language()
    rule_set = rule_set_of(rules or rules_in_use(settings), language.taxonomy)
    with setting_aside() as rows:
        with readable_inputs(labelled) as paths, progress_bar("阅读标注数据") as progress:
            total, found = measure_rules(
                rule_set, paths, language=language, zone=settings.timezone, set_aside=rows, progress=progress
            )
        if as_json:
            every = [health_record(row) for row in found]
            write_json({"contacts": total, "rejected": rows.count, "rules": every})
            return
        voted = [row for row in found if row.contact_count]
        out.print(health_table(voted), soft_wrap=True)
        if wrong:
            out.print(wrong_text(voted, wrong, marked=not out.is_terminal), soft_wrap=True)
        tell(f"{total} 条标注；{len(voted)} 条规则投过票，{len(found) - len(voted)} 条没有投过（--json 列出全部）")


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="从前的规则：文件夹或文件。")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="现在的规则：文件夹或文件。")],
    files: Inputs,
    as_json: JsonOption = False,
) -> None:
    """换规则之后，哪些接触的票变了、怎样变。

    例：`voc rules diff rules-old rules-new data/samples/comments.jsonl`
    """
    language = shipped_language()
    before, after = (rule_set_of(path, language.taxonomy) for path in (old, new))
    total, changes = 0, []
    with setting_aside() as rows, readable_inputs(files) as paths:
        zone = load_settings().timezone
        for one in compare_rules(before, after, paths, language=language, zone=zone, set_aside=rows):
            total += 1
            if not one:
                continue
            changes.append(one)
            if not as_json:
                out.print(change_text(one, language.taxonomy), soft_wrap=True)
        gone, fresh = sum(len(one.gone) for one in changes), sum(len(one.new) for one in changes)
        if as_json:
            counts = {"contacts": total, "changed": len(changes), "gone": gone, "new": fresh, "rejected": rows.count}
            write_json({**counts, "records": [change_record(one) for one in changes]})
            return
        tell(f"{total} 次接触里有 {len(changes)} 次的票变了：少了 {gone} 票，多了 {fresh} 票")
