"""Every check of a launch token, from both sides."""

from dataclasses import replace
from datetime import timedelta

import jwt as pyjwt
import pytest
from joserfc.jwk import RSAKey

from careered.lti.claims import LTI
from careered.lti.verify import refuse_mixup
from tests.lti.conftest import Expect
from tests.lti.school import AT, GONE, HOME, KEY, NOW, OTHER_KEY, SCHOOL, STATE, claims, sign, verified

Changes = dict[str, object]


def accepted(**changed: object) -> bool:
    return bool(verified(sign(claims(**changed))))


def test_a_pupil_whose_launch_is_in_order_comes_in_with_every_claim() -> None:
    given = claims()
    assert verified(sign(given)) == given


def test_a_token_from_an_independent_signer_is_understood() -> None:
    pem = KEY.as_pem(private=True)
    token = pyjwt.encode(claims(), pem, algorithm="RS256", headers={"kid": "school-key"})
    assert verified(token)["sub"] == "pupil-1"


# --- the signature


def test_a_token_signed_with_another_platforms_key_is_refused(refuses: Expect) -> None:
    refuses("sig_invalid", lambda: verified(sign(claims(), OTHER_KEY)))


def test_a_token_is_refused_when_the_platform_has_no_such_key(refuses: Expect) -> None:
    refuses("sig_invalid", lambda: verified(sign(claims()), keys=()))


def test_a_pupil_who_turns_into_a_teacher_on_the_way_is_refused(refuses: Expect) -> None:
    head, _, signature = sign(claims()).split(".")
    _, forged, _ = sign(claims(roles=["Instructor"])).split(".")
    refuses("sig_invalid", lambda: verified(f"{head}.{forged}.{signature}"))


def test_a_changed_payload_that_is_no_json_any_more_is_a_bad_signature(refuses: Expect) -> None:
    head, payload, signature = sign(claims()).split(".")
    refuses("sig_invalid", lambda: verified(f"{head}.{payload[:-8]}AAAAAAAA.{signature}"))


def test_a_cut_signature_is_refused(refuses: Expect) -> None:
    refuses("sig_invalid", lambda: verified(sign(claims())[:-4]))


def test_while_two_keys_carry_one_id_the_one_that_fits_counts() -> None:
    assert verified(sign(claims()), keys=(OTHER_KEY, KEY))
    assert verified(sign(claims()), keys=(KEY, OTHER_KEY))


def test_a_key_that_is_meant_for_something_else_verifies_nothing(refuses: Expect) -> None:
    public = KEY.as_dict(private=False)
    for parameter in ({"use": "enc"}, {"alg": "RS512"}, {"key_ops": ["encrypt"]}):
        key = RSAKey.import_key({**public, **parameter})
        refuses("sig_invalid", lambda key=key: verified(sign(claims()), keys=(key,)))


def test_a_header_that_brings_a_certificate_or_points_to_keys_does_not_matter() -> None:
    assert verified(sign(claims(), x5c=["A" * 2000]))
    assert verified(sign(claims(), jku="https://attacker.example/jwks"))


def test_a_signed_payload_in_which_somebody_is_two_people_is_malformed(refuses: Expect) -> None:
    twice = b'{"sub": "pupil-1", "sub": "pupil-2"}'
    refuses("jwt_malformed", lambda: verified(sign(twice)))


def test_the_header_is_checked_again_before_the_keys_are_used(refuses: Expect) -> None:
    refuses("typ_not_allowed", lambda: verified(sign(claims(), typ="at+jwt"), keys=()))


# --- which platform


def test_a_token_of_another_platform_is_a_mixup_even_when_its_signature_fits(refuses: Expect) -> None:
    token = sign(claims(iss="https://other.example"))
    refuses("issuer_mixup", lambda: verified(token))
    refuses("issuer_mixup", lambda: verified(token, keys=()))


def test_a_mixup_is_seen_before_keys_are_looked_up(refuses: Expect) -> None:
    refuses("issuer_mixup", lambda: refuse_mixup(sign(claims(iss="https://other.example")), SCHOOL))


@pytest.mark.parametrize("payload", [claims(), claims(iss=GONE), claims(iss=5), b"no json"])
def test_looking_for_a_mixup_refuses_nothing_else(payload: Changes | bytes) -> None:
    refuse_mixup(sign(payload), SCHOOL)


@pytest.mark.parametrize("issuer", ["https://lms.school.example/", "https://LMS.school.example", ""])
def test_the_issuer_is_compared_letter_for_letter(refuses_launch: Expect, issuer: str) -> None:
    refuses_launch("issuer_mixup", {"iss": issuer})


def test_an_answer_to_a_login_at_another_registration_is_a_mixup(refuses: Expect) -> None:
    elsewhere = replace(STATE, platform_id="platform-2")
    refuses("issuer_mixup", lambda: verified(sign(claims()), state=elsewhere))


def test_an_issuer_that_is_no_text_or_missing_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("claim_bad", {"iss": ["https://lms.school.example"]}, claim="iss")
    refuses_launch("claim_missing", {"iss": GONE}, claim="iss")
    refuses_launch("claim_missing", {"iss": None}, claim="iss")


# --- for whom


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": ["client-1"]},
        {"azp": "client-1"},
        {"azp": None},
        {"aud": ["client-1", "other"], "azp": "client-1"},
        {"aud": ["other", "client-1"], "azp": "client-1"},
    ],
)
def test_a_token_for_us_is_accepted_however_the_audience_is_written(changed: Changes) -> None:
    assert accepted(**changed)


@pytest.mark.parametrize("audience", ["client-2", "client-1 ", ["client-2"], [], {"client-1": 1}, 1, "CLIENT-1"])
def test_a_token_for_another_tool_is_refused(refuses_launch: Expect, audience: object) -> None:
    refuses_launch("aud_mismatch", {"aud": audience})


def test_a_token_for_nobody_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("claim_missing", {"aud": GONE}, claim="aud")


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": ["client-1", "other"]},
        {"aud": ["client-1", "other"], "azp": "other"},
        {"azp": "other"},
        {"azp": ""},
    ],
)
def test_a_token_that_another_tool_may_use_is_refused(refuses_launch: Expect, changed: Changes) -> None:
    refuses_launch("azp_mismatch", changed)


# --- when


def test_clocks_may_differ_by_a_minute() -> None:
    assert accepted(exp=AT - 30, iat=AT + 30)
    assert accepted(exp=AT - 59)
    assert accepted(iat=AT + 60)
    assert accepted(nbf=AT + 60)


def test_a_token_that_is_over_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("token_expired", {"exp": AT - 300}, claim="exp", seconds=300)
    refuses_launch("token_expired", {"exp": AT - 60}, claim="exp", seconds=60)


def test_a_token_is_ten_minutes_old_at_most_however_long_it_says_it_lives(refuses_launch: Expect) -> None:
    assert accepted(iat=AT - 600, exp=AT + 86400)
    refuses_launch("token_expired", {"iat": AT - 601, "exp": AT + 86400}, claim="iat", seconds=601)


def test_a_token_from_the_future_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("token_from_future", {"iat": AT + 61, "exp": AT + 700}, seconds=61)
    refuses_launch("token_from_future", {"nbf": AT + 600, "exp": AT + 700}, seconds=600)
    refuses_launch("token_from_future", {"iat": AT + 90, "nbf": AT - 5, "exp": AT + 700}, seconds=90)


def test_parts_of_seconds_are_times_too() -> None:
    assert accepted(iat=AT - 0.5, exp=AT + 59.5, nbf=AT - 0.5)
    assert accepted(nbf=None)


def test_the_beginning_of_time_is_a_time_but_long_over(refuses_launch: Expect) -> None:
    refuses_launch("token_expired", {"exp": 0}, claim="exp", seconds=AT)


@pytest.mark.parametrize("name", ["exp", "iat"])
def test_a_token_without_times_is_refused(refuses_launch: Expect, name: str) -> None:
    refuses_launch("claim_missing", {name: GONE}, claim=name)
    refuses_launch("claim_missing", {name: None}, claim=name)


@pytest.mark.parametrize("value", [str(AT + 60), True, [AT], -1, 1e30, 253402300800, 10**400])
@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
def test_a_time_that_is_no_time_is_refused(refuses_launch: Expect, name: str, value: object) -> None:
    refuses_launch("claim_bad", {name: value}, claim=name)


def test_the_last_second_of_the_year_9999_is_still_a_time() -> None:
    assert accepted(exp=253402300799)


def test_time_goes_on(refuses: Expect) -> None:
    token = sign(claims())
    assert verified(token, now=NOW + timedelta(seconds=119))
    refuses("token_expired", lambda: verified(token, now=NOW + timedelta(seconds=120)))


# --- to which login


def test_the_nonce_of_another_login_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("nonce_mismatch", {"nonce": "nonce-2"})
    refuses_launch("nonce_mismatch", {"nonce": ["nonce-1"]})
    refuses_launch("claim_missing", {"nonce": GONE}, claim="nonce")


# --- what is asked for


@pytest.mark.parametrize("version", ["1.3.1", "1.1", "1.3", "", 1.3, GONE, None, ["1.3.0"]])
def test_another_version_of_lti_is_refused(refuses_launch: Expect, version: object) -> None:
    refuses_launch("version_unsupported", {"version": version})


@pytest.mark.parametrize(
    "kind", ["LtiStartProctoring", "LtiDeepLinkingRequest", "", GONE, None, ["LtiResourceLinkRequest"]]
)
def test_a_message_that_we_do_not_serve_is_refused(refuses_launch: Expect, kind: object) -> None:
    refuses_launch("message_type_unsupported", {"message_type": kind})


@pytest.mark.parametrize("sub", [GONE, None])
def test_somebody_who_does_not_say_who_they_are_is_told_so(refuses_launch: Expect, sub: object) -> None:
    refuses_launch("anonymous_not_supported", {"sub": sub})


@pytest.mark.parametrize("sub", ["", "x" * 256, {"id": 1}, ["pupil"], True, 1.5, "pupilë", "a\nb", "a\x00"])
def test_an_impossible_person_is_refused(refuses_launch: Expect, sub: object) -> None:
    refuses_launch("claim_bad", {"sub": sub}, claim="sub")


@pytest.mark.parametrize(
    ("sub", "person"), [("x" * 255, "x" * 255), ("Pupil", "Pupil"), (7, "7"), (0, "0"), ("x", "x"), ("a b", "a b")]
)
def test_a_person_is_the_text_of_sub_also_where_it_came_as_a_number(sub: object, person: str) -> None:
    assert verified(sign(claims(sub=sub)))["sub"] == person


def test_a_place_that_nobody_approved_is_refused(refuses_launch: Expect) -> None:
    refuses_launch("deployment_unknown", {"deployment_id": "deployment-2"})
    refuses_launch("deployment_unknown", {"deployment_id": ""})


def test_a_place_must_be_named(refuses_launch: Expect) -> None:
    name = f"{LTI}deployment_id"
    refuses_launch("claim_missing", {"deployment_id": GONE}, claim=name)
    refuses_launch("claim_bad", {"deployment_id": 1}, claim=name)
    refuses_launch("claim_bad", {"deployment_id": "x" * 256}, claim=name)


def test_a_place_with_the_longest_id_there_may_be_is_accepted() -> None:
    far = replace(SCHOOL, deployments=frozenset({"x" * 255}))
    assert verified(sign(claims(deployment_id="x" * 255)), registration=far)


@pytest.mark.parametrize("target", ["https://evil.example/lessons", f"{HOME}/admin", "javascript:alert(1)", ""])
def test_a_signed_address_that_is_not_ours_is_refused(refuses_launch: Expect, target: str) -> None:
    refuses_launch("target_not_ours", {"target_link_uri": target})


def test_an_address_must_be_there_and_be_text(refuses_launch: Expect) -> None:
    name = f"{LTI}target_link_uri"
    refuses_launch("claim_missing", {"target_link_uri": GONE}, claim=name)
    refuses_launch("claim_bad", {"target_link_uri": [HOME]}, claim=name)


def test_roles_must_be_a_list_which_may_be_empty(refuses_launch: Expect) -> None:
    name = f"{LTI}roles"
    assert accepted(roles=[])
    refuses_launch("claim_missing", {"roles": GONE}, claim=name)
    refuses_launch("claim_missing", {"roles": None}, claim=name)
    refuses_launch("claim_bad", {"roles": "Instructor"}, claim=name)


@pytest.mark.parametrize("link", [GONE, None, {}, "link-1", ["link-1"], {"id": None}, {"id": ""}, {"id": {}}])
def test_a_launch_from_no_activity_is_refused(refuses_launch: Expect, link: object) -> None:
    refuses_launch("resource_link_missing", {"resource_link": link})


# --- the order: who is not ours learns nothing more


@pytest.mark.parametrize(
    ("worse", "code"),
    [
        ({"aud": "other"}, "aud_mismatch"),
        ({"azp": "other"}, "azp_mismatch"),
        ({"exp": AT - 300}, "token_expired"),
        ({"nonce": "other"}, "nonce_mismatch"),
        ({"version": "1.1"}, "version_unsupported"),
        ({"message_type": "Other"}, "message_type_unsupported"),
        ({"sub": GONE}, "anonymous_not_supported"),
        ({"deployment_id": "other"}, "deployment_unknown"),
        ({"target_link_uri": "https://evil.example/"}, "target_not_ours"),
        ({"roles": GONE}, "claim_missing"),
    ],
)
def test_the_first_thing_that_is_wrong_is_named(refuses_launch: Expect, worse: Changes, code: str) -> None:
    everything_after: Changes = {"resource_link": GONE}
    refuses_launch(code, {**everything_after, **worse})


def test_nothing_is_believed_before_the_signature(refuses: Expect) -> None:
    refuses("sig_invalid", lambda: verified(sign(claims(exp=0, aud="other", nonce=GONE), OTHER_KEY)))
