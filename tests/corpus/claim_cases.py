"""Bad and odd claims, and quirks of real platforms that must work."""

import json
from typing import Any

from httpx2 import Response
from joserfc import jws
from sqlalchemy import select, update

from careered.roster.tables import Person
from careered.web.tables import SessionRow
from tests.corpus.attempt import DROP, LaunchAttempt
from tests.corpus.cases import case

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
INSTRUCTOR = f"{LIS}membership#Instructor"
NASTY = '<script>alert(1)</script>"><img onerror=x>{{7*7}}${7*7}'


def platform_time(a: LaunchAttempt) -> int:
    """The platform's clock."""
    return int(a.claims("n")["iat"])


def newest_session_role(a: LaunchAttempt) -> str:
    """The role of the newest session."""
    table = SessionRow.__table__
    with a.school.database.reading() as db:
        return str(db.execute(select(table.c.role).order_by(table.c.created_at.desc())).scalars().first())


def launch_as(a: LaunchAttempt, expected: str, changes: dict[str, Any]) -> Response:
    """A good launch that must end in a role."""
    answer = a.launch(changes)
    assert answer.status_code == 303, (changes, answer.headers.get("careered-code"))
    assert newest_session_role(a) == expected, (changes, newest_session_role(a))
    return answer


@case("CLM-01", 401, "token_expired")
def expired_five_minutes_ago(a: LaunchAttempt) -> Response:
    return a.launch({"iat": platform_time(a) - 360, "exp": platform_time(a) - 300})


@case("CLM-02", 303, writes=True)
def clocks_that_differ_a_little(a: LaunchAttempt) -> Response:
    return a.launch({"iat": platform_time(a) + 30, "exp": platform_time(a) - 30})


@case("CLM-03", 401, "token_from_future")
def from_the_future(a: LaunchAttempt) -> Response:
    ahead = platform_time(a) + 600
    assert a.launch({"nbf": ahead}).headers["careered-code"] == "token_from_future"
    return a.launch({"iat": ahead, "exp": ahead + 60})


@case("CLM-05", 401, "claim_missing")
def without_times(a: LaunchAttempt) -> Response:
    assert a.launch({"exp": DROP}).headers["careered-code"] == "claim_missing"
    return a.launch({"iat": DROP})


@case("CLM-07", 401, "aud_mismatch")
def for_another_client(a: LaunchAttempt) -> Response:
    return a.launch({"aud": "another"})


@case("CLM-08", 303, writes=True)
def audiences_in_lists(a: LaunchAttempt) -> Response:
    us = a.claims("n")["aud"]
    assert a.launch({"aud": [us]}).status_code == 303
    assert a.launch({"aud": ["other", us], "azp": us}).status_code == 303
    return a.launch({"aud": [us, "other"], "azp": us})


@case("CLM-09", 401, "azp_mismatch")
def without_authorized_party(a: LaunchAttempt) -> Response:
    us = a.claims("n")["aud"]
    us = us if isinstance(us, str) else us[0]
    assert a.launch({"aud": [us, "other"]}).headers["careered-code"] == "azp_mismatch"
    return a.launch({"azp": "other"})


@case("CLM-11", 400, "anonymous_not_supported")
def nobody(a: LaunchAttempt) -> Response:
    return a.launch({"sub": DROP})


@case("CLM-12", 400, "claim_bad")
def impossible_persons(a: LaunchAttempt) -> Response:
    for sub in ("s" * 256, "", {"id": 1}):
        assert a.launch({"sub": sub}).headers["careered-code"] == "claim_bad", sub
    return a.launch({"sub": ["a"]})


@case("CLM-14", 400, "claim_missing")
def no_deployment(a: LaunchAttempt) -> Response:
    return a.launch({"deployment_id": DROP})


@case("CLM-15", 403, "deployment_unknown")
def unknown_deployment(a: LaunchAttempt) -> Response:
    return a.launch({"deployment_id": "unheard-of"})


@case("CLM-17", 400, "message_type_unsupported")
def other_messages(a: LaunchAttempt) -> Response:
    for message in (DROP, ["LtiResourceLinkRequest"]):
        assert a.launch({"message_type": message}).headers["careered-code"] == "message_type_unsupported"
    return a.launch({"message_type": "LtiStartProctoring"})


@case("CLM-18", 400, "version_unsupported")
def other_versions(a: LaunchAttempt) -> Response:
    for version in ("1.3.1", "1.1", 1.3):
        assert a.launch({"version": version}).headers["careered-code"] == "version_unsupported"
    return a.launch({"version": DROP})


@case("CLM-19", 400, "resource_link_missing")
def no_activity(a: LaunchAttempt) -> Response:
    assert a.launch({"resource_link": {"title": "x"}}).headers["careered-code"] == "resource_link_missing"
    return a.launch({"resource_link": DROP})


@case("CLM-20", 400, "target_not_ours")
def signed_target_elsewhere(a: LaunchAttempt) -> Response:
    return a.launch({"target_link_uri": "https://evil.test/lti/launch"})


@case("CLM-21", 400, "claim_missing")
def no_roles_claim(a: LaunchAttempt) -> Response:
    return a.launch({"roles": DROP})


@case("CLM-22", 303, writes=True)
def custom_values_that_want_rights(a: LaunchAttempt) -> Response:
    return launch_as(a, "pupil", {"custom": {"role": "Instructor", "is_admin": "1", "user_id": "1"}})


@case("CLM-24", 303, writes=True)
def code_as_a_name(a: LaunchAttempt) -> Response:
    context = {"id": "2", "title": NASTY, "label": NASTY}
    answer = a.launch({"name": NASTY, "given_name": NASTY, "context": context})
    page = a.first_page(answer).text
    assert "<script>alert" not in page
    assert "49" not in page.split("&lt;script&gt;")[-1][:120]
    return answer


@case("CLM-25", 303, writes=True)
def a_very_long_name(a: LaunchAttempt) -> Response:
    answer = a.launch({"name": "n" * 5000})
    with a.school.database.reading() as db:
        assert db.execute(select(Person.__table__.c.name)).scalars().all() == ["n" * 255]
    return answer


@case("CLM-26", 303, writes=True)
def languages_of_all_kinds(a: LaunchAttempt) -> Response:
    languages = {"fi_FI": "fi", "sv-FI": "sv", "da": "fi", "se": "fi", "xx-<b>": "fi", "x" * 9999: "fi"}
    for locale, lang in languages.items():
        answer = a.launch({"launch_presentation": {"locale": locale}, "locale": DROP})
        assert f'<html lang="{lang}"' in a.first_page(answer).text, locale
    return a.launch({"launch_presentation": {}, "locale": DROP})


@case("CLM-29", 400, "jwt_malformed")
def two_persons_in_one_token(a: LaunchAttempt) -> Response:
    """The duplicate is signed: only reading strictly finds it."""
    sent = a.start_login()
    body = json.dumps(a.claims(sent["nonce"]))[:-1] + ', "sub": "999"}'
    return a.post_launch(jws.serialize_compact(a.header(), body.encode(), a.school.platform.key), sent["state"])


@case("CLM-31", 303, writes=True)
def an_old_account_is_not_taken_over(a: LaunchAttempt) -> Response:
    answer = a.launch({"lti1p1": {"user_id": "old-1", "oauth_consumer_key": "key"}})
    with a.school.database.reading() as db:
        assert db.execute(select(Person.__table__.c.sub)).scalars().all() == [a.person]
    return answer


@case("CLM-32", 403, "account_blocked", writes=True)
def switched_off_by_the_school(a: LaunchAttempt) -> Response:
    assert a.launch().status_code == 303
    with a.school.database.transaction() as db:
        db.execute(update(Person.__table__).values(blocked=True))
    return a.launch()


@case("QRK-01", 303, writes=True)
def no_role_at_all(a: LaunchAttempt) -> Response:
    launch_as(a, "guest", {"roles": [""]})
    answer = launch_as(a, "guest", {"roles": []})
    assert a.first_page(answer).status_code == 200
    return answer


@case("QRK-02", 303, writes=True)
def short_roles(a: LaunchAttempt) -> Response:
    launch_as(a, "teacher", {"roles": ["Instructor"], "sub": "another-person"})
    return launch_as(a, "pupil", {"roles": ["Learner"]})  # who was staff before would get the preview


@case("QRK-03", 303, writes=True)
def unknown_roles(a: LaunchAttempt) -> Response:
    return launch_as(a, "guest", {"roles": ["http://example.test/roles#Wizard"]})


@case("QRK-05", 303, writes=True)
def student_of_the_house_teacher_of_the_course(a: LaunchAttempt) -> Response:
    return launch_as(a, "teacher", {"roles": [f"{LIS}institution/person#Student", INSTRUCTOR]})


@case("QRK-07", 303, writes=True)
def teaching_assistant(a: LaunchAttempt) -> Response:
    return launch_as(a, "assistant", {"roles": [f"{LIS}membership/Instructor#TeachingAssistant"]})


@case("QRK-09", 303, writes=True)
def a_parent(a: LaunchAttempt) -> Response:
    changes = {"roles": [f"{LIS}membership#Mentor"], "role_scope_mentor": [a.person]}
    return launch_as(a, "mentor", changes)


@case("QRK-10", 303, writes=True)
def no_name_at_all(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    claims = a.claims(sent["nonce"])
    bare = {name: claims[name] for name in claims if name not in {"name", "given_name", "family_name", "email"}}
    answer = a.post_launch(a.school.platform.sign(bare), sent["state"])
    assert a.first_page(answer).status_code == 200
    return answer


@case("QRK-11", 303, writes=True)
def parts_of_a_name(a: LaunchAttempt) -> Response:
    assert a.launch({"name": ""}).status_code == 303
    return a.launch({"name": "  "})


@case("QRK-12", 303, writes=True)
def no_course(a: LaunchAttempt) -> Response:
    answer = launch_as(a, "pupil", {"context": DROP})
    assert a.first_page(answer).status_code == 200
    return answer


@case("QRK-13", 303, writes=True)
def kinds_of_course(a: LaunchAttempt) -> Response:
    for kind in (["CourseSection"], ["urn:lti:context-type:ims/lis/CourseSection"], None):
        assert a.launch({"context": {"id": "2", "title": "8B", "type": kind}}).status_code == 303
    return a.launch({"context": {"id": "2", "title": "8B"}})


@case("QRK-14", 303, writes=True)
def explicit_nulls(a: LaunchAttempt) -> Response:
    changes = {"context": None, "lis": None, "resource_link": {"id": "1", "title": None}, "launch_presentation": None}
    return a.launch({**changes, "custom": None, "tool_platform": None, "name": None})


@case("QRK-15", 303, writes=True)
def a_gradebook_without_a_column(a: LaunchAttempt) -> Response:
    ags = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
    full = a.claims("n")[ags]
    sent = a.start_login()
    claims = a.claims(sent["nonce"]) | {ags: {name: full[name] for name in full if name != "lineitem"}}
    return a.post_launch(a.school.platform.sign(claims), sent["state"])


@case("QRK-18", 303, writes=True)
def custom_values_of_any_type(a: LaunchAttempt) -> Response:
    return a.launch({"custom": {"a": 1, "b": True, "c": None, "d": {"e": 1}, "careered_grade": 8}})


@case("QRK-20", 303, writes=True)
def claims_of_vendors(a: LaunchAttempt) -> Response:
    sent = a.start_login()
    odd = {f"https://vendor.test/claim/{number}": {"x": number} for number in range(30)}
    return a.post_launch(a.school.platform.sign(a.claims(sent["nonce"]) | odd), sent["state"])


@case("QRK-22", 303, writes=True)
def language_only_in_the_presentation(a: LaunchAttempt) -> Response:
    answer = a.launch({"locale": DROP, "launch_presentation": {"locale": "sv"}})
    assert '<html lang="sv"' in a.first_page(answer).text
    return answer


@case("QRK-26", 303, writes=True)
def names_of_all_peoples(a: LaunchAttempt) -> Response:
    for name in ("O'Brien", "Ánne Čeavžá", "Þóra", "王", "👩‍🚀 Aino", "\u202eabc", "X"):
        answer = a.launch({"name": name})
        with a.school.database.reading() as db:
            assert db.execute(select(Person.__table__.c.name)).scalars().all() == [name]
    return answer
