"""The model and the rules in use, loaded when they are first wanted and again when others are taken into use."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from threading import Lock

from sqlalchemy.orm import Session

from voc.domain.attribution import Analysis
from voc.domain.contact import Contact
from voc.domain.permission import Reach
from voc.domain.rule import Rule
from voc.engines.local import Engine
from voc.nlp.language import Language
from voc.nlp.rules import parse
from voc.nlp.rules.remarks import remarks_on
from voc.opening import analysis_engine, language_in_use, open_registry, rules_in_use
from voc.services.access import refuse_hidden
from voc.services.rule_search import Searched, search_contacts
from voc.services.searching import Page, Query, View
from voc.services.searching import search_contacts as stored_contacts
from voc.settings import Settings
from voc.storage.search import SearchFilter

LOG = logging.getLogger("voc.api")


class Analyst:
    """Analyses one contact at a time; a tokenizer is not shared between threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._stack = ExitStack()
        self._loaded: tuple[tuple[Path, Path | None], Engine] | None = None

    def analyze(self, contact: Contact) -> Analysis:
        """What the model in use claims about a contact as given; ModelError where it cannot be loaded."""
        with self._lock:
            (analysis,) = self._engine().analyze([contact], mask=True)
            return analysis

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in use."""
        return self._language().rule_set.rules

    def remarks(self, expression: str) -> tuple[str, ...]:
        """What is worth knowing of an expression before it is looked for; ExpressionError where it cannot be read."""
        language = self._language()
        return remarks_on(expression, language.rule_set.lists, language.objects.table)

    def search(self, expression: str, contacts: Iterable[Contact], *, reach: Reach) -> list[Searched]:
        """What an expression hits in some masked contacts, in order.

        ExpressionError where it cannot be read, ForbiddenError where it asks for what the reach hides.
        """
        with self._lock:
            language = self._language()
            lists = language.rule_set.lists
            parsed = parse(expression, lists=lists)
            refuse_hidden((parsed,), reach)
            return list(search_contacts(parsed, lists, contacts, language=language))

    def find(
        self,
        session: Session,
        phrase: str | None,
        expression: str | None,
        wanted: SearchFilter,
        *,
        view: View,
        after: int | None,
        limit: int,
    ) -> Page:
        """Stored contacts that hold a phrase and an expression; InputError where neither can be looked for."""
        language = self._language()
        lists = language.rule_set.lists
        parsed = None if expression is None else parse(expression, lists=lists)
        # Only expressions tokenize.
        with nullcontext() if parsed is None else self._lock:
            query = Query(phrase, parsed, wanted)
            return stored_contacts(session, query, language=language, lists=lists, view=view, after=after, limit=limit)

    @contextmanager
    def reading(self) -> Iterator[Language]:
        """The language with the rules in use, for this thread alone until the block ends."""
        with self._lock:
            yield self._language()

    def _language(self) -> Language:
        return language_in_use(self._settings)

    def close(self) -> None:
        self._stack.close()

    def _engine(self) -> Engine:
        registry = open_registry(self._settings)
        folder = self._settings.model_folder or registry.place(registry.in_use())
        wanted = folder, rules_in_use(self._settings)
        if self._loaded is None or self._loaded[0] != wanted:
            engine = self._stack.enter_context(analysis_engine(self._settings, warn=LOG.warning, processes=1))
            self._loaded = wanted, engine
        return self._loaded[1]
