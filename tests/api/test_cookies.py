from pathlib import Path

import pytest

from api.cookies import csrf_of
from tests.api.serving import PASSWORD, V1, serving
from voc.domain.account import Role


def test_the_token_of_a_session_does_not_tell_its_secret() -> None:
    assert csrf_of("a") != csrf_of("b")
    assert "secret" not in csrf_of("secret")


def test_behind_tls_cookies_are_sent_over_https_to_this_host_alone(tmp_path: Path) -> None:
    with serving(tmp_path, VOC_SECURE_COOKIES="1") as service:
        user = service.add("wang", Role.INSPECTOR)
        browser = service.browser()
        browser.base_url = "https://testserver"
        answer = browser.post(f"{V1}/auth/login", json={"name": user.name, "password": PASSWORD})
        session, csrf = answer.headers.get_list("set-cookie")
        assert session.startswith("__Host-voc_session=")
        assert "Secure" in session
        assert "Secure" in csrf
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        assert browser.get(f"{V1}/auth/me").status_code == 200


@pytest.mark.parametrize(("site", "status"), [("none", 200), ("same-origin", 200), ("same-site", 403)])
def test_signing_in_is_for_pages_of_this_host(tmp_path: Path, site: str, status: int) -> None:
    with serving(tmp_path) as service:
        user = service.add("wang", Role.INSPECTOR)
        body = {"name": user.name, "password": PASSWORD}
        answer = service.browser().post(f"{V1}/auth/login", json=body, headers={"sec-fetch-site": site})
        assert answer.status_code == status
