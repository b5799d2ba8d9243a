"""Bad and odd login initiations, states and nonces."""

import time_machine
from httpx2 import Response
from sqlalchemy import update

from careered.clock import now
from careered.lti.registration_version import change_version
from careered.lti.tables import Platform
from tests.corpus.attempt import DROP, LaunchAttempt
from tests.corpus.cases import case


@case("OIDC-01", 400, "login_missing_iss")
def no_issuer(a: LaunchAttempt) -> Response:
    return a.login(iss=DROP)


@case("OIDC-02", 400, "login_missing_hint")
def no_hint(a: LaunchAttempt) -> Response:
    return a.login(login_hint=DROP)


@case("OIDC-03", 400, "unknown_platform")
def stranger(a: LaunchAttempt) -> Response:
    return a.login(iss="https://stranger.test")


@case("OIDC-04", 302)
def no_client_id_but_one_registration(a: LaunchAttempt) -> Response:
    return a.login(client_id=DROP)


@case("OIDC-06", 400, "unknown_platform")
def client_of_another_issuer(a: LaunchAttempt) -> Response:
    return a.login(client_id="somebody-else")


@case("OIDC-07", 400, "target_not_ours")
def target_elsewhere(a: LaunchAttempt) -> Response:
    return a.login(target_link_uri="https://evil.test/lti/launch")


@case("OIDC-09", 400, "target_not_ours")
def target_is_a_script(a: LaunchAttempt) -> Response:
    for target in ("data:text/html,x", "http://careered.test/lti/launch"):
        assert a.login(target_link_uri=target).headers["careered-code"] == "target_not_ours"
    return a.login(target_link_uri="javascript:alert(1)")


@case("OIDC-11", 413, "too_large")
def a_megabyte_of_hint(a: LaunchAttempt) -> Response:
    assert a.login(lti_message_hint="x" * 5000).headers["careered-code"] == "param_too_long"
    return a.login(login_hint="x" * 1_000_000)


@case("OIDC-13", 302)
def by_get_and_by_post(a: LaunchAttempt) -> Response:
    first, second = a.login(method="GET"), a.login(method="POST")
    assert first.status_code == 302
    assert first.headers["location"] != second.headers["location"]
    for word in ("scope=openid", "response_type=id_token", "response_mode=form_post", "prompt=none"):
        assert word in first.headers["location"]
    return second


@case("OIDC-15", 200)
def platform_storage(a: LaunchAttempt) -> Response:
    answer = a.login(lti_storage_target="_parent")
    assert 'data-origin="https://school.test"' in answer.text
    assert 'data-origin="*"' not in answer.text
    return answer


@case("OIDC-16", 302)
def logins_that_never_come_back(a: LaunchAttempt) -> Response:
    """A thousand stand for a hundred thousand here: nothing is stored, so rows do not grow at all."""
    for _ in range(300):
        assert a.login(method="GET").status_code == 302
    return a.login()


@case("OIDC-17", 403, "platform_not_active")
def switched_off(a: LaunchAttempt) -> Response:
    with a.school.database.transaction() as db:
        change_version(db)
        db.execute(update(Platform.__table__).values(status="pending"))
    return a.login()


@case("ST-01", 400, "state_missing")
def no_state(a: LaunchAttempt) -> Response:
    return a.browser.post("/lti/launch", data={"id_token": "x.y.z"})


@case("ST-02", 401, "state_invalid")
def state_with_one_letter_changed(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    token = a.school.platform.sign(a.claims(sent["nonce"]))
    for index in (0, len(sent["state"]) // 2, len(sent["state"]) - 1):
        letter = "A" if sent["state"][index] != "A" else "B"
        changed = sent["state"][:index] + letter + sent["state"][index + 1 :]
        assert a.post_launch(token, changed).headers["careered-code"] == "state_invalid", index
    return a.post_launch(token, "never-ours")


@case("ST-03", 401, "state_expired")
def state_of_eleven_minutes(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    with time_machine.travel(now().timestamp() + 660, tick=True):
        return a.post_launch(a.school.platform.sign(a.claims(sent["nonce"])), sent["state"])


@case("ST-04", 401, "cookie_blocked")
def no_cookie_and_no_storage(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    a.browser.cookies.clear()
    answer = a.post_launch(a.school.platform.sign(a.claims(sent["nonce"])), sent["state"])
    assert 'target="_blank"' in answer.text
    return answer


@case("ST-06", 401, "nonce_used", writes=True)
def the_same_launch_twice(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    token = a.school.platform.sign(a.claims(sent["nonce"]))
    assert a.post_launch(token, sent["state"]).status_code == 303
    return a.post_launch(token, sent["state"])


@case("ST-09", 401, "nonce_mismatch")
def nonce_of_another_login(a: LaunchAttempt) -> Response:
    first, second = a.start_login(), a.start_login()
    return a.post_launch(a.school.platform.sign(a.claims(first["nonce"])), second["state"])


@case("ST-10", 401, "issuer_mixup")
def token_of_another_platform(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    return a.post_launch(a.school.platform.sign(a.claims(sent["nonce"], {"iss": "https://other.test"})), sent["state"])


@case("ST-12", 401, "nonce_used", writes=True)
def reload_of_a_finished_launch(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    token = a.school.platform.sign(a.claims(sent["nonce"]))
    a.first_page(a.post_launch(token, sent["state"]))
    answer = a.post_launch(token, sent["state"])
    assert "data-code" in answer.text, (answer.status_code, answer.headers, answer.text[:600])
    return answer


@case("ST-14", 401, "platform_error")
def the_platform_says_no(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    data = {"state": sent["state"], "error": "login_required", "error_description": "<script>alert(1)</script>"}
    answer = a.browser.post("/lti/launch", data=data)
    assert "<script>alert" not in answer.text
    return answer


@case("ST-15", 400, "id_token_missing")
def no_token(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    assert a.browser.post("/lti/launch", data={"state": sent["state"]}).status_code == 400
    return a.post_launch("", sent["state"])


@case("ST-17", 415, "unsupported_media")
def json_instead_of_a_form(a: LaunchAttempt) -> Response:
    return a.browser.post("/lti/launch", json={"id_token": "x"})
