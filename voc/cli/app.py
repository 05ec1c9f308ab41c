"""The commands by name."""

from typing import Annotated

import typer

from voc import __version__
from voc.cli import (
    analysis,
    audit,
    audit_reads,
    comparing,
    demo,
    jobs,
    models,
    plans,
    proposals,
    registry,
    review,
    review_list,
    rules,
    searching,
    serving,
    store,
    tokens,
    users,
    worker,
)
from voc.cli.common import out
from voc.cli.help_pages import fold_help
from voc.cli.usage_errors import tell_usage_in_chinese

fold_help()
tell_usage_in_chinese()
app = typer.Typer(
    name="voc",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "**呼叫中心客户之声分析**：把每一次不满归因到人、产品、规则，并给出原话证据；标出通话的最差点与结尾。\n\n"
        "第一次使用：`voc demo`。分析一个文件而不用数据库：`voc analyze 文件.jsonl`。\n\n"
        "退出码：0 完成；1 被拒绝（一行原因）；2 用法错误；3 完成但有拒收的记录。设置用环境变量，见 README。"
    ),
)
db = typer.Typer(no_args_is_help=True, help="管理数据库。")
rule_commands = typer.Typer(no_args_is_help=True, help="写、查、试归因规则，见 docs/rules.md。")
proposal_commands = typer.Typer(no_args_is_help=True, help="别人提出的规则：看、启用、不采用。")
library = typer.Typer(no_args_is_help=True, help="管理模型库：有哪些模型，用哪一个。")
account_commands = typer.Typer(no_args_is_help=True, help="管理服务的用户。")
token_commands = typer.Typer(no_args_is_help=True, help="管理 API 令牌：程序用它使用服务。")
audit_commands = typer.Typer(no_args_is_help=True, help="查看与核对审计记录，查谁看过什么。")
job_commands = typer.Typer(no_args_is_help=True, help="费时的任务：排队、查看、取消。由 voc worker 执行。")
review_commands = typer.Typer(no_args_is_help=True, help="抽检计划与人工复核。")
export = typer.Typer(no_args_is_help=True, help="导出报告。")


def _show_version(wanted: bool) -> None:
    if wanted:
        out.print(f"voc {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="显示版本后退出。", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Options that stand before the command."""


app.command("analyze")(analysis.analyze)
app.command("import")(store.import_)
app.command("reanalyze")(store.reanalyze)
app.command("painpoints")(store.painpoints)
app.command("show")(store.show)
app.command("search")(searching.search)
export.command("weekly")(store.weekly)
app.add_typer(export, name="export")
app.command("train")(models.train)
app.command("fit-encoder")(models.fit_encoder)
app.command("evaluate")(models.evaluate)
rule_commands.command("check")(rules.check)
rule_commands.command("test")(rules.try_out)
rule_commands.command("explain")(rules.explain)
rule_commands.command("health")(rules.health)
rule_commands.command("diff")(rules.diff)
proposal_commands.command("list")(proposals.list_proposals)
proposal_commands.command("show")(proposals.show_proposal)
proposal_commands.command("promote")(proposals.promote_proposal)
proposal_commands.command("reject")(proposals.reject_proposal)
rule_commands.add_typer(proposal_commands, name="proposals")
rule_commands.command("sets")(proposals.list_sets)
rule_commands.command("rollback")(proposals.roll_back)
app.add_typer(rule_commands, name="rules")
review_commands.command("plan")(plans.plan)
review_commands.command("plans")(plans.list_plans)
review_commands.command("close")(plans.close)
review_commands.command("tasks")(plans.tasks)
review_commands.command("show")(review.show)
review_commands.command("list")(review_list.reviews)
review_commands.command("appeals")(review.appeals)
review_commands.command("agreement")(review.agreement)
review_commands.command("rules")(review.rules)
app.add_typer(review_commands, name="review")
library.command("list")(registry.list_models)
library.command("show")(registry.show_model)
library.command("compare")(comparing.compare)
library.command("promote")(registry.promote_model)
library.command("rollback")(registry.roll_back_model)
app.add_typer(library, name="models")
job_commands.command("import")(jobs.import_file)
job_commands.command("reanalyze")(jobs.reanalyze)
job_commands.command("export")(jobs.export)
job_commands.command("list")(jobs.list_jobs)
job_commands.command("show")(jobs.show_job)
job_commands.command("cancel")(jobs.cancel)
app.add_typer(job_commands, name="jobs")
app.command("worker")(worker.worker)
db.command("upgrade")(store.upgrade_database)
app.add_typer(db, name="db")
app.command("serve")(serving.serve)
account_commands.command("add")(users.add)
account_commands.command("list")(users.list_users)
account_commands.command("import")(users.import_table)
account_commands.command("set")(users.set_user)
account_commands.command("reset-password")(users.reset)
account_commands.command("disable")(users.disable)
app.add_typer(account_commands, name="users")
token_commands.command("add")(tokens.add)
token_commands.command("list")(tokens.list_tokens)
token_commands.command("revoke")(tokens.revoke)
app.add_typer(token_commands, name="tokens")
audit_commands.command("list")(audit.list_entries)
audit_commands.command("verify")(audit.verify)
audit_commands.command("reads")(audit_reads.reads)
app.add_typer(audit_commands, name="audit")
app.command("demo")(demo.demo)
