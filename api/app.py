"""The application."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from api import problems
from api.deps import THREADS
from api.examples import add_examples
from api.hourly import seal_every_hour
from api.metrics import Metrics
from api.middleware.body_limit import MIB, BodyLimit
from api.middleware.headers import SecurityHeaders
from api.middleware.observed import Observed
from api.parts import Parts
from api.responses import COMMON, Problem
from api.routes import ALL, health
from voc import __version__

PREFIX = "/api/v1"
# Paths that may be sent more than others, in bytes.
LARGER: dict[str, int] = {f"{PREFIX}/models": 64 * MIB, f"{PREFIX}/links": 8 * MIB}
STOP_WITHIN_S = 30
LOG = logging.getLogger("voc.api")


def create_app(parts: Parts) -> FastAPI:
    """The service over some parts; nothing is opened or started before its lifespan begins."""
    app = FastAPI(
        title="客户之声分析",
        version=__version__,
        openapi_url=f"{PREFIX}/openapi.json",
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.parts = parts
    app.state.metrics = Metrics()
    problems.install(app)
    routes = APIRouter(prefix=PREFIX, responses=COMMON)
    for router in ALL:
        routes.include_router(router)
    app.include_router(routes)
    app.include_router(health.router)
    # The last one added comes first.
    uploads = {f"{PREFIX}/uploads": parts.settings.upload_limit_mb * 1_000_000}
    app.add_middleware(BodyLimit, larger=LARGER | uploads)
    app.add_middleware(SecurityHeaders, secure=parts.settings.secure_cookies)
    app.add_middleware(Observed, metrics=app.state.metrics)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Seal the access log and run jobs beside the requests; both are given time to end before the process does.

    What has not ended then holds the process no longer: another worker takes the job up when its lease is over.
    """
    parts: Parts = app.state.parts
    stop = Event()
    threads = [Thread(target=seal_every_hour, args=(parts, stop), name="voc-seal", daemon=True)]
    if parts.worker is not None:
        threads.append(Thread(target=parts.worker, args=(stop,), name="voc-worker", daemon=True))
    current_default_thread_limiter().total_tokens = THREADS
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(STOP_WITHIN_S)
        parts.analyst.close()
        parts.store.database.dispose()


def _document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once, with the schema that every refusal has."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, routes=app.routes)
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        own = document["components"]["schemas"]
        own |= schema.pop("$defs") | {"Problem": schema}
        add_examples(document)
        app.openapi_schema = document
    return app.openapi_schema
