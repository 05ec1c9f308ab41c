from prometheus_client import generate_latest

from api.metrics import Metrics


def test_requests_are_counted_and_timed_by_route() -> None:
    metrics = Metrics()
    metrics.answered("GET", "/contacts/{key}", 200, 0.03)
    metrics.answered("GET", "/contacts/{key}", 404, 0.3)
    shown = generate_latest(metrics.registry).decode()
    assert 'voc_requests_total{method="GET",route="/contacts/{key}",status="404"} 1.0' in shown
    assert 'voc_request_seconds_bucket{le="0.05",method="GET",route="/contacts/{key}"} 1.0' in shown
    assert 'voc_request_seconds_count{method="GET",route="/contacts/{key}"} 2.0' in shown


def test_each_application_counts_for_itself() -> None:
    first, second = Metrics(), Metrics()
    first.answered("GET", "/healthz", 200, 0.1)
    assert b"/healthz" not in generate_latest(second.registry)
