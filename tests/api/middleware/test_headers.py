from tests.api.serving import V1, Service


def test_every_answer_tells_the_browser_what_it_must_not_do(service: Service) -> None:
    browser = service.browser()
    for path in ("/healthz", f"{V1}/auth/me", "/nothing"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "strict-transport-security" not in headers


def test_what_the_api_says_is_kept_by_no_cache(service: Service) -> None:
    browser = service.browser()
    assert browser.get(f"{V1}/auth/me").headers["cache-control"] == "no-store"
    assert "cache-control" not in browser.get("/healthz").headers
