"""Bad and odd claims, and quirks of real platforms that must work."""

import json
from typing import Any

from httpx2 import Response
from joserfc import jws
from sqlalchemy import select, update

from careered.roster.tables import Person
from careered.web.tables import SessionRow
from tests.corpus.attempt import DROP, Attempt
from tests.corpus.cases import case

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
INSTRUCTOR = f"{LIS}membership#Instructor"
NASTY = '<script>alert(1)</script>"><img onerror=x>{{7*7}}${7*7}'


def now(a: Attempt) -> int:
    """The platform's clock."""
    return int(a.claims("n")["iat"])


def role(a: Attempt) -> str:
    """The role of the newest session."""
    table = SessionRow.__table__
    with a.school.database.read() as db:
        return str(db.execute(select(table.c.role).order_by(table.c.created_at.desc())).scalars().first())


def lands_as(a: Attempt, expected: str, changes: dict[str, Any]) -> Response:
    """A good launch that must end in a role."""
    answer = a.launch(changes)
    assert answer.status_code == 303, (changes, answer.headers.get("careered-code"))
    assert role(a) == expected, (changes, role(a))
    return answer


@case("CLM-01", 401, "token_expired")
def expired_five_minutes_ago(a: Attempt) -> Response:
    return a.launch({"iat": now(a) - 360, "exp": now(a) - 300})


@case("CLM-02", 303, writes=True)
def clocks_that_differ_a_little(a: Attempt) -> Response:
    return a.launch({"iat": now(a) + 30, "exp": now(a) - 30})


@case("CLM-03", 401, "token_from_future")
def from_the_future(a: Attempt) -> Response:
    ahead = now(a) + 600
    assert a.launch({"nbf": ahead}).headers["careered-code"] == "token_from_future"
    return a.launch({"iat": ahead, "exp": ahead + 60})


@case("CLM-05", 401, "claim_missing")
def without_times(a: Attempt) -> Response:
    assert a.launch({"exp": DROP}).headers["careered-code"] == "claim_missing"
    return a.launch({"iat": DROP})


@case("CLM-07", 401, "aud_mismatch")
def for_another_client(a: Attempt) -> Response:
    return a.launch({"aud": "another"})


@case("CLM-08", 303, writes=True)
def audiences_in_lists(a: Attempt) -> Response:
    us = a.claims("n")["aud"]
    assert a.launch({"aud": [us]}).status_code == 303
    assert a.launch({"aud": ["other", us], "azp": us}).status_code == 303
    return a.launch({"aud": [us, "other"], "azp": us})


@case("CLM-09", 401, "azp_mismatch")
def without_authorized_party(a: Attempt) -> Response:
    us = a.claims("n")["aud"]
    us = us if isinstance(us, str) else us[0]
    assert a.launch({"aud": [us, "other"]}).headers["careered-code"] == "azp_mismatch"
    return a.launch({"azp": "other"})


@case("CLM-11", 400, "anonymous_not_supported")
def nobody(a: Attempt) -> Response:
    return a.launch({"sub": DROP})


@case("CLM-12", 400, "claim_bad")
def impossible_persons(a: Attempt) -> Response:
    for sub in ("s" * 256, "", {"id": 1}):
        assert a.launch({"sub": sub}).headers["careered-code"] == "claim_bad", sub
    return a.launch({"sub": ["a"]})


@case("CLM-14", 400, "claim_missing")
def no_deployment(a: Attempt) -> Response:
    return a.launch({"deployment_id": DROP})


@case("CLM-15", 403, "deployment_unknown")
def unknown_deployment(a: Attempt) -> Response:
    return a.launch({"deployment_id": "unheard-of"})


@case("CLM-17", 400, "message_type_unsupported")
def other_messages(a: Attempt) -> Response:
    for message in (DROP, ["LtiResourceLinkRequest"]):
        assert a.launch({"message_type": message}).headers["careered-code"] == "message_type_unsupported"
    return a.launch({"message_type": "LtiStartProctoring"})


@case("CLM-18", 400, "version_unsupported")
def other_versions(a: Attempt) -> Response:
    for version in ("1.3.1", "1.1", 1.3):
        assert a.launch({"version": version}).headers["careered-code"] == "version_unsupported"
    return a.launch({"version": DROP})


@case("CLM-19", 400, "resource_link_missing")
def no_activity(a: Attempt) -> Response:
    assert a.launch({"resource_link": {"title": "x"}}).headers["careered-code"] == "resource_link_missing"
    return a.launch({"resource_link": DROP})


@case("CLM-20", 400, "target_not_ours")
def signed_target_elsewhere(a: Attempt) -> Response:
    return a.launch({"target_link_uri": "https://evil.test/lti/launch"})


@case("CLM-21", 400, "claim_missing")
def no_roles_claim(a: Attempt) -> Response:
    return a.launch({"roles": DROP})


@case("CLM-22", 303, writes=True)
def custom_values_that_want_rights(a: Attempt) -> Response:
    return lands_as(a, "pupil", {"custom": {"role": "Instructor", "is_admin": "1", "user_id": "1"}})


@case("CLM-24", 303, writes=True)
def code_as_a_name(a: Attempt) -> Response:
    context = {"id": "2", "title": NASTY, "label": NASTY}
    answer = a.launch({"name": NASTY, "given_name": NASTY, "context": context})
    page = a.page(answer).text
    assert "<script>alert" not in page
    assert "49" not in page.split("&lt;script&gt;")[-1][:120]
    return answer


@case("CLM-25", 303, writes=True)
def a_very_long_name(a: Attempt) -> Response:
    answer = a.launch({"name": "n" * 5000})
    with a.school.database.read() as db:
        assert db.execute(select(Person.__table__.c.name)).scalars().all() == ["n" * 255]
    return answer


@case("CLM-26", 303, writes=True)
def languages_of_all_kinds(a: Attempt) -> Response:
    known = {"fi_FI": "fi", "sv-FI": "sv", "da": "fi", "se": "fi", "xx-<b>": "fi", "x" * 9999: "fi"}
    for locale, lang in known.items():
        answer = a.launch({"launch_presentation": {"locale": locale}, "locale": DROP})
        assert f'<html lang="{lang}"' in a.page(answer).text, locale
    return a.launch({"launch_presentation": {}, "locale": DROP})


@case("CLM-29", 400, "jwt_malformed")
def two_persons_in_one_token(a: Attempt) -> Response:
    """The duplicate is signed: only reading strictly finds it."""
    sent = a.begin()
    body = json.dumps(a.claims(sent["nonce"]))[:-1] + ', "sub": "999"}'
    return a.post(jws.serialize_compact(a.header(), body.encode(), a.school.platform.key), sent["state"])


@case("CLM-31", 303, writes=True)
def an_old_account_is_not_taken_over(a: Attempt) -> Response:
    answer = a.launch({"lti1p1": {"user_id": "old-1", "oauth_consumer_key": "key"}})
    with a.school.database.read() as db:
        assert db.execute(select(Person.__table__.c.sub)).scalars().all() == [a.person]
    return answer


@case("CLM-32", 403, "account_blocked", writes=True)
def switched_off_by_the_school(a: Attempt) -> Response:
    assert a.launch().status_code == 303
    with a.school.database.write() as db:
        db.execute(update(Person.__table__).values(blocked=True))
    return a.launch()


@case("QRK-01", 303, writes=True)
def no_role_at_all(a: Attempt) -> Response:
    lands_as(a, "guest", {"roles": [""]})
    answer = lands_as(a, "guest", {"roles": []})
    assert a.page(answer).status_code == 200
    return answer


@case("QRK-02", 303, writes=True)
def short_roles(a: Attempt) -> Response:
    lands_as(a, "teacher", {"roles": ["Instructor"]})
    return lands_as(a, "pupil", {"roles": ["Learner"]})


@case("QRK-03", 303, writes=True)
def unknown_roles(a: Attempt) -> Response:
    return lands_as(a, "guest", {"roles": ["http://example.test/roles#Wizard"]})


@case("QRK-05", 303, writes=True)
def student_of_the_house_teacher_of_the_course(a: Attempt) -> Response:
    return lands_as(a, "teacher", {"roles": [f"{LIS}institution/person#Student", INSTRUCTOR]})


@case("QRK-07", 303, writes=True)
def teaching_assistant(a: Attempt) -> Response:
    return lands_as(a, "assistant", {"roles": [f"{LIS}membership/Instructor#TeachingAssistant"]})


@case("QRK-09", 303, writes=True)
def a_parent(a: Attempt) -> Response:
    changes = {"roles": [f"{LIS}membership#Mentor"], "role_scope_mentor": [a.person]}
    return lands_as(a, "mentor", changes)


@case("QRK-10", 303, writes=True)
def no_name_at_all(a: Attempt) -> Response:
    sent = a.begin()
    claims = a.claims(sent["nonce"])
    bare = {name: claims[name] for name in claims if name not in {"name", "given_name", "family_name", "email"}}
    answer = a.post(a.school.platform.sign(bare), sent["state"])
    assert a.page(answer).status_code == 200
    return answer


@case("QRK-11", 303, writes=True)
def parts_of_a_name(a: Attempt) -> Response:
    assert a.launch({"name": ""}).status_code == 303
    return a.launch({"name": "  "})


@case("QRK-12", 303, writes=True)
def no_course(a: Attempt) -> Response:
    answer = lands_as(a, "pupil", {"context": DROP})
    assert a.page(answer).status_code == 200
    return answer


@case("QRK-13", 303, writes=True)
def kinds_of_course(a: Attempt) -> Response:
    for kind in (["CourseSection"], ["urn:lti:context-type:ims/lis/CourseSection"], None):
        assert a.launch({"context": {"id": "2", "title": "8B", "type": kind}}).status_code == 303
    return a.launch({"context": {"id": "2", "title": "8B"}})


@case("QRK-14", 303, writes=True)
def explicit_nulls(a: Attempt) -> Response:
    changes = {"context": None, "lis": None, "resource_link": {"id": "1", "title": None}, "launch_presentation": None}
    return a.launch({**changes, "custom": None, "tool_platform": None, "name": None})


@case("QRK-15", 303, writes=True)
def a_gradebook_without_a_column(a: Attempt) -> Response:
    ags = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
    full = a.claims("n")[ags]
    sent = a.begin()
    claims = a.claims(sent["nonce"]) | {ags: {name: full[name] for name in full if name != "lineitem"}}
    return a.post(a.school.platform.sign(claims), sent["state"])


@case("QRK-18", 303, writes=True)
def custom_values_of_any_type(a: Attempt) -> Response:
    return a.launch({"custom": {"a": 1, "b": True, "c": None, "d": {"e": 1}, "careered_grade": 8}})


@case("QRK-20", 303, writes=True)
def claims_of_vendors(a: Attempt) -> Response:
    sent = a.begin()
    odd = {f"https://vendor.test/claim/{number}": {"x": number} for number in range(30)}
    return a.post(a.school.platform.sign(a.claims(sent["nonce"]) | odd), sent["state"])


@case("QRK-22", 303, writes=True)
def language_only_in_the_presentation(a: Attempt) -> Response:
    answer = a.launch({"locale": DROP, "launch_presentation": {"locale": "sv"}})
    assert '<html lang="sv"' in a.page(answer).text
    return answer


@case("QRK-26", 303, writes=True)
def names_of_all_peoples(a: Attempt) -> Response:
    for name in ("O'Brien", "Ánne Čeavžá", "Þóra", "王", "👩‍🚀 Aino", "\u202eabc", "X"):
        answer = a.launch({"name": name})
        with a.school.database.read() as db:
            assert db.execute(select(Person.__table__.c.name)).scalars().all() == [name]
    return answer
