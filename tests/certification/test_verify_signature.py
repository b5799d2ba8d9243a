"""Whether the platform signed a launch token."""

from joserfc.jwk import RSAKey

from tests.lti.conftest import CheckRefusal
from tests.lti.school import KEY, OTHER_KEY, claims, sign, verify_token


def test_a_token_signed_with_another_platforms_key_is_refused(refuses: CheckRefusal) -> None:
    refuses("sig_invalid", lambda: verify_token(sign(claims(), OTHER_KEY)))


def test_a_token_is_refused_when_the_platform_has_no_such_key(refuses: CheckRefusal) -> None:
    refuses("sig_invalid", lambda: verify_token(sign(claims()), keys=()))


def test_a_pupil_who_turns_into_a_teacher_on_the_way_is_refused(refuses: CheckRefusal) -> None:
    head, _, signature = sign(claims()).split(".")
    _, forged, _ = sign(claims(roles=["Instructor"])).split(".")
    refuses("sig_invalid", lambda: verify_token(f"{head}.{forged}.{signature}"))


def test_a_changed_payload_that_is_no_json_any_more_is_a_bad_signature(refuses: CheckRefusal) -> None:
    head, payload, signature = sign(claims()).split(".")
    refuses("sig_invalid", lambda: verify_token(f"{head}.{payload[:-8]}AAAAAAAA.{signature}"))


def test_a_cut_signature_is_refused(refuses: CheckRefusal) -> None:
    refuses("sig_invalid", lambda: verify_token(sign(claims())[:-4]))


def test_while_two_keys_carry_one_id_the_one_that_fits_counts() -> None:
    assert verify_token(sign(claims()), keys=(OTHER_KEY, KEY))
    assert verify_token(sign(claims()), keys=(KEY, OTHER_KEY))


def test_a_key_that_is_meant_for_something_else_verifies_nothing(refuses: CheckRefusal) -> None:
    public = KEY.as_dict(private=False)
    for parameter in ({"use": "enc"}, {"alg": "RS512"}, {"key_ops": ["encrypt"]}):
        key = RSAKey.import_key({**public, **parameter})
        refuses("sig_invalid", lambda key=key: verify_token(sign(claims()), keys=(key,)))


def test_a_header_that_brings_a_certificate_or_points_to_keys_does_not_matter() -> None:
    assert verify_token(sign(claims(), x5c=["A" * 2000]))
    assert verify_token(sign(claims(), jku="https://attacker.example/jwks"))
    assert verify_token(sign(claims(), vendor="unheard-of"))


def test_a_signed_payload_in_which_somebody_is_two_people_is_malformed(refuses: CheckRefusal) -> None:
    twice = b'{"sub": "pupil-1", "sub": "pupil-2"}'
    refuses("jwt_malformed", lambda: verify_token(sign(twice)))


def test_the_header_is_checked_again_before_the_keys_are_used(refuses: CheckRefusal) -> None:
    refuses("typ_not_allowed", lambda: verify_token(sign(claims(), typ="at+jwt"), keys=()))
