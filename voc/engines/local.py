"""Engines for one machine."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from time import sleep
from types import TracebackType
from typing import Protocol, Self

from voc.domain.attribution import Analysis, AnalysisVersion
from voc.domain.contact import Contact
from voc.domain.sequences import chunked
from voc.nlp.analyzer import Analyzer, load_analyzer
from voc.nlp.privacy import masked_contact

BATCH = 32


class Engine(Protocol):
    """Analyses contacts in the order in which they come; `mask` for contacts as given."""

    @property
    def version(self) -> AnalysisVersion: ...

    def analyze(self, contacts: Iterable[Contact], *, mask: bool) -> Iterator[Analysis]: ...


class OneByOne:
    """One after the other, here."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    @property
    def version(self) -> AnalysisVersion:
        return self._analyzer.version

    def analyze(self, contacts: Iterable[Contact], *, mask: bool) -> Iterator[Analysis]:
        for contact in contacts:
            yield self._analyzer.analyze(masked_contact(contact) if mask else contact)


class OverCores:
    """Batches over worker processes, each of which loads the model once; at most two batches a worker wait."""

    def __init__(
        self, analyzer: Analyzer, model_folder: Path, *, processes: int, rules_folder: Path | None = None
    ) -> None:
        self._version = analyzer.version
        self._processes = processes
        # Not forked: the parent may hold locks and database connections.
        self._pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_load, initargs=(model_folder, rules_folder)
        )

    @property
    def version(self) -> AnalysisVersion:
        return self._version

    def analyze(self, contacts: Iterable[Contact], *, mask: bool) -> Iterator[Analysis]:
        waiting: deque[Future[list[Analysis]]] = deque()
        for batch in chunked(contacts, BATCH):
            waiting.append(self._pool.submit(_analyze_batch, batch, mask))
            if len(waiting) >= 2 * self._processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)


_worker: list[Analyzer] = []


def _load(model_folder: Path, rules_folder: Path | None) -> None:
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _worker[:] = [load_analyzer(model_folder, rules_folder)]


def _end_with(parent: int) -> None:
    """A parent that was killed cannot end its workers: they look for it themselves."""
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


def _analyze_batch(contacts: Sequence[Contact], mask: bool) -> list[Analysis]:
    return list(OneByOne(_worker[0]).analyze(contacts, mask=mask))
