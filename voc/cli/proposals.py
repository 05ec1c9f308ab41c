"""`voc rules proposals …`, `voc rules sets`, `voc rules rollback`: what is proposed in the service is decided here."""

from typing import Annotated

import typer

from voc.cli.common import out, stamp, tell, user_name, write_json
from voc.cli.naming import named, people_of
from voc.cli.options import JsonOption
from voc.cli.proposal_render import (
    preview_text,
    proposal_record,
    proposal_text,
    proposals_table,
    set_record,
    sets_table,
)
from voc.domain.account import Actor, Role
from voc.domain.permission import Action, allowed
from voc.domain.rule_proposal import ProposalState
from voc.errors import ConflictError
from voc.nlp.language import language_with, shipped_objects, texts_of_rules
from voc.opening import open_rule_sets, open_store, own_rule_sets, rules_in_use
from voc.services import rule_proposing
from voc.services.access import Access
from voc.services.rule_checking import still_sound
from voc.services.rule_preview import Preview, preview
from voc.services.rule_sets import listed_sets
from voc.services.weekly import read_departments
from voc.settings import load_settings
from voc.storage.access import nobody_assigned
from voc.storage.rule_proposals import ProposalFilter, RuleProposals

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="提案的编号，见 voc rules proposals list。")]
ReasonOption = Annotated[str, typer.Option(help="理由，必填，记入历史。")]

_PEOPLE = ("proposer", "decided_by")


def list_proposals(
    state: Annotated[ProposalState | None, typer.Option(help="只列这个状态的。")] = None,
    limit: Annotated[int, typer.Option(min=1, help="最多列出多少个，最近的在前。")] = 50,
    as_json: JsonOption = False,
) -> None:
    """列出规则提案：状态、因子、谁提出、为什么。提出与修改在 HTTP 服务里。

    例：`voc rules proposals list --state open`
    """
    settings = load_settings()
    with open_store(settings).look() as session:
        found, people = RuleProposals(session).find(ProposalFilter(state=state), limit=limit), people_of(session)
    if as_json:
        write_json(list(map(proposal_record, found)))
        return
    out.print(proposals_table([named(one, people, *_PEOPLE) for one in found], zone=settings.timezone))


def show_proposal(
    proposal_id: IdArgument,
    most: Annotated[int, typer.Option(min=1, help="最多在多少次接触上试，最近的先试。")] = 500,
    as_json: JsonOption = False,
) -> None:
    """显示一个提案：规则，以及在库里的接触上会命中多少、以人的判断衡量的精确率与区间。

    例：`voc rules proposals show 01hzy3v6q8w2n4t7b9d5f0g1jk`
    """
    settings = load_settings()
    folder = rules_in_use(settings)
    language = language_with(folder)
    access = Access(read_departments(settings.departments_file), shipped_objects(), nobody_assigned)
    # Who runs the program sees everything.
    reach = allowed(Actor(user_name(), frozenset({Role.ADMINISTRATOR})), Action.CONTACT_READ)
    with open_store(settings).look() as session:
        known, people = RuleProposals(session).get(proposal_id), people_of(session)
        texts = {name: text for name, text in texts_of_rules(folder).items() if name != known.file_name}
        found: Preview | str
        try:
            rules = still_sound(known.text, texts, language).rule_set
        except ConflictError as error:
            found = str(error)
        else:
            found = preview(session, rules, language, reach=reach, access=access, most=most)
    if as_json:
        write_json(proposal_record(known, found))
        return
    out.print(proposal_text(named(known, people, *_PEOPLE), zone=settings.timezone), soft_wrap=True)
    out.print(preview_text(found), soft_wrap=True)


def promote_proposal(proposal_id: IdArgument, reason: ReasonOption) -> None:
    """启用一个提案：与在用的规则合成新的规则集，从下一次分析起生效，不必重新启动。

    例：`voc rules proposals promote 01hzy3v6q8w2n4t7b9d5f0g1jk --reason 没有误报`
    """
    settings = load_settings()
    sets, language = own_rule_sets(settings), language_with(rules_in_use(settings))
    with open_store(settings).work() as session:
        known = RuleProposals(session).hold(proposal_id)
        saved = rule_proposing.promote(session, sets, known, language, reason=reason, stamp=stamp())
    tell(f"已启用规则集 {saved.set_id}；voc rules rollback 可以退回，voc reanalyze 用它重新分析已有的接触")


def reject_proposal(proposal_id: IdArgument, reason: ReasonOption) -> None:
    """不采用一个提案，写明理由。

    例：`voc rules proposals reject 01hzy3v6q8w2n4t7b9d5f0g1jk --reason 太宽`
    """
    with open_store(load_settings()).work() as session:
        known = RuleProposals(session).hold(proposal_id)
        rule_proposing.reject(session, known, reason=reason, stamp=stamp())
    tell("已记为不采用")


def list_sets(as_json: JsonOption = False) -> None:
    """列出规则集：随附的规则，与启用过的提案所成的；哪一套在用。

    例：`voc rules sets`
    """
    settings = load_settings()
    sets = open_rule_sets(settings)
    found = listed_sets(sets)
    if as_json:
        write_json(list(map(set_record, found)))
    else:
        out.print(sets_table(found, zone=settings.timezone))
    if settings.rules_folder is not None:
        tell(f"注意：设了 VOC_RULES={settings.rules_folder}，各命令用它，而不用规则库里启用的", style="yellow")


def roll_back(
    reason: ReasonOption,
    to: Annotated[str | None, typer.Option(help="退回哪一套，shipped 为随附的；缺省为上一套能用的。")] = None,
) -> None:
    """退回以前用过的一套规则。

    例：`voc rules rollback --reason 误报变多`
    """
    settings = load_settings()
    sets = own_rule_sets(settings)
    with open_store(settings, create=True).work() as session:
        found = rule_proposing.roll_back(session, sets, to=to, reason=reason, stamp=stamp())
    tell(f"已退回规则集 {found.id}")
