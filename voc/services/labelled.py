"""Labelled files → contacts with their gold labels."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import tzinfo
from hashlib import sha256
from pathlib import Path

from voc.domain.contact import Contact
from voc.domain.conversation import Conversation
from voc.domain.survey import SurveyResponse
from voc.errors import InputError, RowError, opening_reason
from voc.ingest import Read, Rejected, read_records
from voc.nlp.contradictory import contradiction
from voc.nlp.gold import Gold
from voc.services.analyzing import SetAside, contact_of, repeated


@dataclass(frozen=True, slots=True)
class LabelledContact:
    """A contact as given and its labels; `by_id` when these came from a file of labels without texts."""

    path: Path
    contact: Contact
    gold: Gold
    by_id: bool = False


def read_labelled(
    paths: Sequence[Path],
    *,
    zone: tzinfo,
    labels: Mapping[str, Mapping[str, object]] | None = None,
    set_aside: SetAside | None = None,
    repeats: SetAside | None = None,
    unlabelled: Callable[[Path], None] = lambda _: None,
) -> tuple[LabelledContact, ...]:
    """Every labelled contact of the files, in order; surveys that name a call of the input are read with it.

    `labels` are gold objects by record id, for records that have none beside them. InputError for a row that cannot be
    read, for labels that contradict each other or the text, for those of a survey that is read with its call, and for a
    file or a record's id that stood before: such figures would mean something else. Whoever can do with half a file
    gives `set_aside`, which is told of each such row and record, and they are left out; whoever counts records once,
    however often they are given, gives `repeats`, which is told of those alone. `unlabelled` is told of
    each file that gives neither labels nor surveys of a labelled call.
    """
    known = labels or {}
    told = _refused if set_aside is None else set_aside
    if set_aside is repeats is None:
        require_once(paths)
    rows = list(_once((row for path in paths for row in _read(path, zone, told)), repeats or told))
    surveys: dict[str, list[SurveyResponse]] = {}
    for _, row in rows:
        if isinstance(row.record, SurveyResponse) and row.record.conversation_id is not None:
            surveys.setdefault(row.record.conversation_id, []).append(row.record)
    calls = {row.record.id for _, row in rows if isinstance(row.record, Conversation)}
    labelled = []
    for path, row in rows:
        table = row.gold or known.get(row.record.id)
        if table is not None and (call := _call_of(row, calls)) is not None:
            told(RowError(path.name, row.line, f"{row.record.id} 属于通话 {call}，标注应写在通话 {call} 上"))
        elif table is not None:
            contact = contact_of(row.record, _linked(row.record, surveys))
            gold = _gold(path, row, table, contact, told)
            labelled += [] if gold is None else [LabelledContact(path, contact, gold, row.gold is None)]
    for path in _silent(paths, rows, labelled):
        unlabelled(path)
    return tuple(labelled)


def _silent(
    paths: Iterable[Path], rows: Iterable[tuple[Path, Read]], labelled: Sequence[LabelledContact]
) -> Iterator[Path]:
    """Files that nothing of what is labelled comes from."""
    joined = {survey.id for one in labelled for survey in one.contact.surveys if not survey.embedded}
    of_surveys = {path for path, row in rows if isinstance(row.record, SurveyResponse) and row.record.id in joined}
    told = {one.path for one in labelled} | of_surveys
    yield from (path for path in paths if path not in told)


def _call_of(row: Read, calls: Set[str]) -> str | None:
    """The call that a survey is read with: labels of its own would count it a second time."""
    if not isinstance(row.record, SurveyResponse) or row.record.conversation_id not in calls:
        return None
    return row.record.conversation_id


def require_once(paths: Iterable[Path]) -> None:
    """InputError for a file that is given twice, by whatever name."""
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise InputError(f"标注文件 {path} 给了不止一次")
        seen.add(path.resolve())


def _read(path: Path, zone: tzinfo, told: SetAside) -> Iterator[tuple[Path, Read]]:
    for row in read_records(path, zone=zone):
        if isinstance(row, Rejected):
            told(row.error)
        else:
            yield path, row


def _once(rows: Iterable[tuple[Path, Read]], told: SetAside) -> Iterator[tuple[Path, Read]]:
    """All but records whose id stood before."""
    seen: set[tuple[type, str]] = set()
    for path, row in rows:
        named = type(row.record), row.record.id
        if named in seen:
            told(repeated(path, row))
        else:
            seen.add(named)
            yield path, row


def _gold(path: Path, row: Read, gold: Mapping[str, object], contact: Contact, told: SetAside) -> Gold | None:
    try:
        return _consistent(gold, contact)
    except InputError as error:
        told(RowError(path.name, row.line, f"{row.record.id} 的{error}"))
        return None


def _consistent(table: Mapping[str, object], contact: Contact | None) -> Gold:
    gold = Gold.parse(table)
    if (why := contradiction(gold, contact)) is not None:
        raise InputError(f"标注自相矛盾：{why}")
    return gold


def _refused(error: RowError) -> None:
    raise InputError(f"标注文件有误：{error}")


def read_labels(path: Path) -> Mapping[str, Mapping[str, object]]:
    """Gold objects by record id, from JSON lines of the form `{"id": …, "dissatisfied": …, "causes": …}`.

    InputError for a line that is none, that contradicts itself, or whose id stood before.
    """
    labels: dict[str, Mapping[str, object]] = {}
    try:
        with path.open(encoding="utf-8-sig") as stream:
            lines = list(stream)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"无法读取标注文件 {path}：{type(error).__name__}") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            named = str(row["id"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise InputError(f"{path.name} 第 {number} 行不是带 id 的标注") from None
        if named in labels:
            _refused(RowError(path.name, number, f"编号 {named} 前面已经有了"))
        try:
            _consistent(row, None)
        except InputError as error:
            _refused(RowError(path.name, number, f"{named} 的{error}"))
        labels[named] = row
    return labels


def read_all_labels(paths: Sequence[Path]) -> Mapping[str, Mapping[str, object]]:
    """Those of several files together; InputError where a file or an id is given twice."""
    require_once(paths)
    labels: dict[str, Mapping[str, object]] = {}
    for path in paths:
        found = read_labels(path)
        if twice := sorted(found.keys() & labels.keys()):
            raise InputError(f"标注文件有误：{path.name} 里的编号 {twice[0]} 前面的标注文件已经有了")
        labels |= found
    return labels


def _linked(
    record: Conversation | SurveyResponse, surveys: dict[str, list[SurveyResponse]]
) -> tuple[SurveyResponse, ...]:
    return tuple(surveys.get(record.id, ())) if isinstance(record, Conversation) else ()


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes; InputError where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"{path.name or path} 打不开：{opening_reason(error)}") from None
