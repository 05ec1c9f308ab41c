"""The model in use, loaded when it is first wanted and again when another is taken into use."""

import logging
from contextlib import ExitStack
from pathlib import Path
from threading import Lock

from voc.domain.attribution import Analysis
from voc.domain.contact import Contact
from voc.engines.local import Engine
from voc.opening import analysis_engine, open_registry
from voc.settings import Settings

LOG = logging.getLogger("voc.api")


class Analyst:
    """Analyses one contact at a time; a tokenizer is not shared between threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._stack = ExitStack()
        self._loaded: tuple[Path, Engine] | None = None

    def analyze(self, contact: Contact) -> Analysis:
        """What the model in use claims about a contact as given; ModelError where it cannot be loaded."""
        with self._lock:
            (analysis,) = self._engine().analyze([contact], mask=True)
            return analysis

    def close(self) -> None:
        self._stack.close()

    def _engine(self) -> Engine:
        registry = open_registry(self._settings)
        folder = self._settings.model_folder or registry.place(registry.in_use())
        if self._loaded is None or self._loaded[0] != folder:
            engine = self._stack.enter_context(analysis_engine(self._settings, warn=LOG.warning, processes=1))
            self._loaded = folder, engine
        return self._loaded[1]
