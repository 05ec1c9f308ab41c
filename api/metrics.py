"""For Prometheus: counts of requests by route, method and status, never by who asked or for what; overdue appeals."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Each application has its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("voc_requests", "Requests answered.", labels, registry=self.registry)
        self._seconds = Histogram(
            "voc_request_seconds", "Time to the end of the answer.", labels[:2], registry=self.registry, buckets=BUCKETS
        )
        self.overdue = Gauge("voc_appeals_overdue", "Appeals whose next step is overdue.", registry=self.registry)
        self.running = Gauge("voc_requests_running", "Requests being answered.", registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)
