"""Opening the program's parts from the settings: the database, the registry of models, the engine, the worker."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy.engine import Engine as Database
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from voc.domain.choices import SHIPPED
from voc.domain.job import Job
from voc.domain.job_work import JobKind
from voc.domain.model_history import choices
from voc.engines.local import Engine, OneByOne, OverCores
from voc.errors import ConflictError, InputError, ModelError, NotFoundError
from voc.nlp.analyzer import load_analyzer
from voc.nlp.language import Language, language_with, shipped_objects, shipped_rules_folder, shipped_taxonomy
from voc.services.export_jobs import ExportRunner
from voc.services.import_jobs import ImportRunner
from voc.services.importing import UnitOfWork
from voc.services.model_difference import DifferenceRunner
from voc.services.model_history import NAME as HISTORY
from voc.services.model_history import History
from voc.services.reanalysis_jobs import ReanalysisRunner
from voc.services.registry import Registry, find
from voc.services.rule_sets import RuleSets, find_set
from voc.services.running import Workplace
from voc.services.uploads import UploadFolder
from voc.services.worker import Worker
from voc.settings import DEFAULT_MODEL, Settings, read_hash_key, shipped
from voc.storage.engine import SchemaState, create_engine, reading_sessions, schema_state, sessions, upgrade

# Closed when the command ends.
open_databases = ExitStack()
AHEAD = "数据库由更新的版本建立，请升级本程序"

# Takes one line that somebody should see.
Warn = Callable[[str], object]


@contextmanager
def analysis_engine(settings: Settings, *, warn: Warn, processes: int | None = None) -> Iterator[Engine]:
    """The engine that the settings ask for, with its worker processes ended afterwards."""
    with ExitStack() as stack:
        if settings.model_folder is not None:
            engine = stack.enter_context(model_engine(settings.model_folder, settings, processes=processes))
        else:
            engine = stack.enter_context(_engine_in_use(settings, warn, processes))
        yield engine


@contextmanager
def _engine_in_use(settings: Settings, warn: Warn, processes: int | None) -> Iterator[Engine]:
    """An engine with the model in use in the registry; ModelError says the way out where that cannot be loaded."""
    registry = open_registry(settings)
    history = registry.history()
    if history.unreadable:
        warn(damaged_history(history))
    choice = choices(history.events)[-1]
    with ExitStack() as stack:
        try:
            engine = stack.enter_context(model_engine(registry.place(choice), settings, processes=processes))
        except ModelError as error:
            way_out = "" if choice is SHIPPED else "；可用 voc models rollback 退回上一个模型"
            raise ModelError(f"{error}{way_out}") from error
        yield engine


@contextmanager
def model_engine(folder: Path, settings: Settings, *, processes: int | None = None) -> Iterator[Engine]:
    """An engine with the model of a folder."""
    rules = rules_in_use(settings)
    analyzer = load_analyzer(folder, rules)
    count = settings.processes if processes is None else processes
    if count == 1:
        yield OneByOne(analyzer)
        return
    with OverCores(analyzer, folder, processes=count, rules_folder=rules) as engine:
        yield engine


def rules_in_use(settings: Settings) -> Path | None:
    """The folder of the rules that the settings name, else of the set in use; None for the shipped rules.

    ModelError says the way out where that set is damaged.
    """
    if settings.rules_folder is not None:
        return settings.rules_folder
    sets = open_rule_sets(settings)
    choice = sets.in_use()
    if (reason := sets.refused(choice)) is not None:
        raise ModelError(f"{reason}；可用 voc rules rollback 退回")
    return None if choice is SHIPPED else sets.place(choice)


def language_in_use(settings: Settings) -> Language:
    """The language with the rules in use."""
    return language_with(rules_in_use(settings))


def open_rule_sets(settings: Settings) -> RuleSets:
    return RuleSets(settings.rule_sets_folder, shipped_rules_folder())


def own_rule_sets(settings: Settings) -> RuleSets:
    """The same, to decide which set is in use; ConflictError where the settings decide that."""
    if settings.rules_folder is not None:
        raise ConflictError("设了 VOC_RULES，用的是那里的规则，规则库不起作用")
    return open_rule_sets(settings)


def open_registry(settings: Settings) -> Registry:
    return Registry(settings.models_folder, shipped("models") / DEFAULT_MODEL)


def model_folder_in_use(settings: Settings) -> Path:
    """The folder of the model that `analysis_engine` opens."""
    registry = open_registry(settings)
    return settings.model_folder or registry.place(registry.in_use())


def damaged_history(history: History) -> str:
    lines = "、".join(map(str, history.unreadable))
    return f"模型库的历史 {HISTORY} 第 {lines} 行已损坏，不予理会；以其余各行为准"


@dataclass(frozen=True, slots=True)
class Store:
    """An open database. `work` gives sessions that write and commit when their block ends, `look` ones that read."""

    database: Database
    work: UnitOfWork
    look: UnitOfWork


def open_store(settings: Settings, *, create: bool = False) -> Store:
    """The database of the settings, its tables as this version expects them.

    An empty one is set up when `create` is true, and is a NotFoundError otherwise; one of another version is refused.
    """
    database = open_database(settings)
    state = schema_state(database)
    if state is SchemaState.EMPTY:
        if not create:
            raise NotFoundError("数据库里还没有数据，请先执行 voc import")
        upgrade(database)
    elif state is SchemaState.BEHIND:
        raise ConflictError("数据库由较早的版本建立，请先执行 voc db upgrade")
    elif state is SchemaState.AHEAD:
        raise ConflictError(AHEAD)
    return Store(database, sessions(database).begin, reading_sessions(database).begin)


def open_database(settings: Settings) -> Database:
    """The database of the settings, whatever its tables; InputError when the address cannot be used.

    Its connections are closed when the command ends.
    """
    try:
        database = create_engine(settings.database_url)
    except (ArgumentError, NoSuchModuleError):
        raise InputError("VOC_DATABASE_URL 不是能识别的数据库地址，例：sqlite:////数据/voc.sqlite") from None
    except ImportError as error:
        raise InputError(f"VOC_DATABASE_URL 所用的数据库驱动没有安装或不能用：{error.name}") from None
    open_databases.callback(database.dispose)
    return database


def open_folder(settings: Settings) -> UploadFolder:
    return UploadFolder(
        settings.uploads_folder, settings.upload_limit_mb * 1_000_000, timedelta(days=settings.upload_days)
    )


def open_worker(
    settings: Settings,
    store: Store,
    *,
    id: str,
    warn: Warn,
    report: Callable[[Job], None],
    clock: Callable[[], datetime],
    processes: int | None = None,
) -> Worker:
    """A worker on a store; `id` is one that no other has."""
    folder = open_folder(settings)
    place = Workplace(
        unit_of_work=store.work,
        look=store.look,
        open_engine=partial(chosen_engine, settings, warn, processes),
        folder=folder,
        clock=clock,
        lease_time=timedelta(seconds=settings.job_lease_s),
    )
    exports = ExportRunner(place, settings.departments_file, shipped_objects(), shipped_taxonomy(), settings.timezone)
    return Worker(
        name=f"{socket.gethostname()}:{os.getpid()}:{id}",
        unit_of_work=store.work,
        runners={
            JobKind.IMPORT: ImportRunner(place, read_hash_key(settings.hash_key_file), settings.timezone),
            JobKind.REANALYSIS: ReanalysisRunner(place),
            JobKind.EXPORT: exports,
            JobKind.DIFFERENCE: DifferenceRunner(place),
        },
        clock=clock,
        lease_time=place.lease_time,
        tidy=lambda: folder.tidy(store.work, at=clock()),
        report=report,
    )


@contextmanager
def chosen_engine(
    settings: Settings, warn: Warn, processes: int | None, model: str | None, rules: str | None
) -> Iterator[Engine]:
    """The engine with a model of the registry, and a set of rules or a folder; those in use where nothing is said."""
    chosen = settings if rules is None else replace(settings, rules_folder=_rules_folder(settings, rules))
    with ExitStack() as stack:
        if model is None:
            engine = stack.enter_context(analysis_engine(chosen, warn=warn, processes=processes))
        else:
            folder = find(open_registry(settings), model, language_in_use(chosen)).folder
            engine = stack.enter_context(model_engine(folder, chosen, processes=processes))
        yield engine


def _rules_folder(settings: Settings, rules: str) -> Path:
    """The folder of a set of the registry by its id, or one that the command line names, with its whole path."""
    if Path(rules).is_absolute():
        return Path(rules)
    sets = open_rule_sets(settings)
    found = find_set(sets, rules)
    if found.refused is not None:
        raise ModelError(found.refused)
    return sets.place(found.choice)
