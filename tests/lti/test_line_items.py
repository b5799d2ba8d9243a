"""Our line item in a platform's gradebook."""

from dataclasses import replace

import httpx2
import pytest

from careered.lti import line_items
from careered.lti.claims import Ags
from careered.lti.client import NoResponse, Rejected, RetryLater, ServiceResult
from tests.lti.lms import Lms
from tests.lti.school import SCHOOL

LINE_ITEM_URL = "https://lms.school.example/2/lineitems/2/lineitem?type_id=2"
LINE_ITEMS_URL = "https://lms.school.example/2/lineitems?type_id=2"
SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
ALL_SCOPES = Ags(frozenset({f"{SCOPE}lineitem", f"{SCOPE}lineitem.readonly", "other"}), LINE_ITEMS_URL, None)


class PagedGradebook:
    """A gradebook with a paged list of line items, in which new ones can be created."""

    def __init__(self, *pages: list[object]) -> None:
        self.pages = pages or ([],)
        self.created: list[dict[str, object]] = []
        self.refuse_link = False
        self.lms = Lms(self._answer)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "POST":
            return self._make()
        page = int(request.url.params.get("page", "0"))
        more = page + 1 < len(self.pages)
        link = {"Link": f'<{request.url.copy_set_param("page", str(page + 1))}>; rel="next"'} if more else {}
        return httpx2.Response(200, json=self.pages[page], headers=link)

    def _make(self) -> httpx2.Response:
        item = self.lms.bodies[-1]
        if self.refuse_link and "resourceLinkId" in item:
            return httpx2.Response(412)
        self.created.append(item)
        return httpx2.Response(201, json={**item, "id": f"{LINE_ITEM_URL}&new"})

    def find_or_create(
        self, offered: Ags = ALL_SCOPES, link: str = "link-1", family: str = "other"
    ) -> str | ServiceResult:
        """Find our line item, or create it."""
        return line_items.find_or_create_line_item(
            self.lms.client,
            replace(SCHOOL, family=family),
            offered,
            label="Career services",
            maximum=12,
            tag="careered",
            resource_id="column-1",
            resource_link_id=link,
        )


OWN_LINE_ITEM = {"id": LINE_ITEM_URL, "resourceId": "column-1", "tag": "careered"}
OTHER_LINE_ITEM = {"id": "https://lms.school.example/other", "resourceId": "essay", "tag": "careered"}
FOREIGN_LINE_ITEM = {"id": "https://lms.school.example/strange", "resourceId": "column-1", "tag": "other tool"}


def test_the_activitys_own_column_is_used_without_asking() -> None:
    book = PagedGradebook()
    assert book.find_or_create(Ags(frozenset(), LINE_ITEMS_URL, LINE_ITEM_URL)) == LINE_ITEM_URL
    assert book.lms.requests == []


def test_a_column_that_is_there_is_found_and_no_second_one_made() -> None:
    book = PagedGradebook([OTHER_LINE_ITEM, FOREIGN_LINE_ITEM, "x", OWN_LINE_ITEM])
    assert book.find_or_create() == LINE_ITEM_URL
    assert book.created == []
    (request,) = book.lms.requests
    assert str(request.url) == f"{LINE_ITEMS_URL}&resource_id=column-1&tag=careered"
    assert request.headers["accept"] == "application/vnd.ims.lis.v2.lineitemcontainer+json"
    assert book.lms.form()["scope"] == f"{SCOPE}lineitem {SCOPE}lineitem.readonly"


def _own(number: str, link: object = None) -> dict[str, object]:
    bound = {"resourceLinkId": link} if link is not None else {}
    return {**OWN_LINE_ITEM, "id": f"{LINE_ITEM_URL}&{number}", **bound}


@pytest.mark.parametrize(
    ("pages", "link", "chosen"),
    [
        ([[_own("1", "link-8"), _own("2", "link-9"), _own("3", "link-1")]], "link-1", "3"),
        ([[_own("1"), _own("2"), _own("3", "link-1")]], "link-1", "3"),
        ([[_own("1", "link-8")], [_own("2", "link-9")], [_own("3", "link-1")]], "link-1", "3"),
        ([[_own("1", "8"), _own("2", 12)]], "12", "2"),
        ([[_own("1", "link-8"), _own("2")]], "", "2"),
        ([[_own("1"), OTHER_LINE_ITEM, FOREIGN_LINE_ITEM], [_own("1")]], "link-1", "1"),
        ([[_own("1", "link-8")]], "link-1", "1"),
    ],
)
def test_of_several_columns_the_one_of_this_activity_is_taken(
    pages: list[list[object]], link: str, chosen: str
) -> None:
    book = PagedGradebook(*pages)
    assert book.find_or_create(link=link) == f"{LINE_ITEM_URL}&{chosen}"
    assert book.created == []


@pytest.mark.parametrize(
    "pages",
    [
        [[_own("1", "link-8"), _own("2", "link-9"), _own("3", "link-7")]],
        [[_own("1"), _own("2")]],
        [[_own("1")], [_own("2")]],
        [[_own("1", "link-1"), _own("2", "link-1")]],
        [[_own("1", ["link-1"]), _own("2", {})]],
    ],
)
def test_of_several_columns_of_which_none_alone_is_this_activitys_none_is_taken_or_made(
    pages: list[list[object]],
) -> None:
    book = PagedGradebook(*pages)
    assert book.find_or_create() == Rejected(0, "several_columns")
    assert book.created == []


def test_a_column_on_a_list_that_breaks_off_is_not_taken_because_another_may_follow() -> None:
    book = PagedGradebook()
    link = {"Link": '<https://evil.example/>; rel="next"'}
    book.lms.answer_service = lambda _request: httpx2.Response(200, json=[OWN_LINE_ITEM], headers=link)
    assert book.find_or_create() == RetryLater(None, "not_understood")


@pytest.mark.parametrize("tag", [None, ""])
def test_a_platform_that_forgot_the_tag_still_finds_the_column(tag: str | None) -> None:
    assert PagedGradebook([{**OWN_LINE_ITEM, "tag": tag}]).find_or_create() == LINE_ITEM_URL


def test_a_column_on_a_later_page_is_found() -> None:
    book = PagedGradebook([OTHER_LINE_ITEM], [FOREIGN_LINE_ITEM], [OWN_LINE_ITEM])
    assert book.find_or_create() == LINE_ITEM_URL
    assert book.created == []


def test_moodles_garbled_next_page_is_never_asked_for_because_it_heeds_the_filter() -> None:
    book = PagedGradebook([], [OWN_LINE_ITEM])
    assert book.find_or_create(family="moodle") == f"{LINE_ITEM_URL}&new"
    assert [request.method for request in book.lms.requests] == ["GET", "POST"]


def test_a_column_that_is_not_there_is_made_for_the_activity() -> None:
    book = PagedGradebook([OTHER_LINE_ITEM, FOREIGN_LINE_ITEM], [])
    assert book.find_or_create() == f"{LINE_ITEM_URL}&new"
    wanted = {"label": "Career services", "scoreMaximum": 12, "tag": "careered", "resourceId": "column-1"}
    assert book.created == [{**wanted, "resourceLinkId": "link-1"}]
    request = book.lms.requests[-1]
    assert str(request.url) == LINE_ITEMS_URL
    assert request.headers["content-type"] == "application/vnd.ims.lis.v2.lineitem+json"
    assert request.headers["accept"] == "application/vnd.ims.lis.v2.lineitem+json"
    assert book.lms.form()["scope"] == f"{SCOPE}lineitem"


def test_a_platform_that_refuses_the_activity_gets_a_column_of_the_course() -> None:
    book = PagedGradebook()
    book.refuse_link = True
    assert book.find_or_create() == f"{LINE_ITEM_URL}&new"
    assert ["resourceLinkId" in body for body in book.lms.bodies] == [True, False]
    assert len(PagedGradebook().lms.bodies) == 0


def test_without_an_activity_the_column_belongs_to_the_course() -> None:
    book = PagedGradebook()
    assert book.find_or_create(link="") == f"{LINE_ITEM_URL}&new"
    assert "resourceLinkId" not in book.created[0]


def test_no_column_is_made_without_the_right_to() -> None:
    book = PagedGradebook()
    assert book.find_or_create(Ags(frozenset({f"{SCOPE}lineitem.readonly"}), LINE_ITEMS_URL, None)) == Rejected(
        0, "scope_missing"
    )
    assert book.find_or_create(Ags(frozenset(), LINE_ITEMS_URL, None)) == Rejected(0, "scope_missing")
    assert book.find_or_create(Ags(ALL_SCOPES.scopes, None, None)) == Rejected(0, "scope_missing")
    assert book.created == []
    assert book.lms.form()["scope"] == f"{SCOPE}lineitem.readonly"


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (httpx2.Response(500), RetryLater(None, "no_answer")),
        (httpx2.Response(404), Rejected(404, "column_gone")),
        (httpx2.Response(200, json={}), RetryLater(None, "not_understood")),
        (httpx2.Response(200), RetryLater(None, "not_understood")),
    ],
)
def test_no_column_is_made_where_the_list_cannot_be_read(response: httpx2.Response, answer: ServiceResult) -> None:
    book = PagedGradebook()
    book.lms.answer_service = lambda _request: response
    assert book.find_or_create() == answer
    assert book.lms.bodies == []


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (httpx2.Response(403), Rejected(403, "scope_missing")),
        (httpx2.Response(503), RetryLater(None, "no_answer")),
        (httpx2.Response(201), RetryLater(None, "not_understood")),
        (httpx2.Response(201, html="<html>"), NoResponse("not_understood")),
        (httpx2.Response(201, json={"id": 5}), RetryLater(None, "not_understood")),
        (httpx2.Response(201, json={"id": "https://evil.example/1"}), Rejected(0, "address_refused")),
        (httpx2.Response(201, json={"id": "https://[::1"}), Rejected(0, "address_refused")),
        (httpx2.Response(201, json={"id": ""}), RetryLater(None, "not_understood")),
    ],
)
def test_a_column_that_could_not_be_made_says_why_and_is_tried_once(
    response: httpx2.Response, answer: ServiceResult
) -> None:
    book = PagedGradebook()
    list_then_fail = iter([httpx2.Response(200, json=[]), response])
    book.lms.answer_service = lambda _request: next(list_then_fail)
    assert book.find_or_create() == answer


def test_a_lost_answer_while_making_a_column_is_lost() -> None:
    def cut(request: httpx2.Request) -> httpx2.Response:
        if request.method == "POST":
            raise httpx2.ReadError("cut")
        return httpx2.Response(200, json=[])

    book = PagedGradebook()
    book.lms.answer_service = cut
    assert book.find_or_create() == NoResponse("no_answer")


def test_pages_that_never_end_make_no_column() -> None:
    book = PagedGradebook()
    link = {"Link": f'<{LINE_ITEMS_URL}>; rel="next"'}
    book.lms.answer_service = lambda _request: httpx2.Response(200, json=[], headers=link)
    assert book.find_or_create() == RetryLater(None, "not_understood")
    assert len(book.lms.requests) == 50


def test_a_next_page_elsewhere_is_not_followed() -> None:
    book = PagedGradebook()
    link = {"Link": '<https://evil.example/>; rel="next"'}
    book.lms.answer_service = lambda _request: httpx2.Response(200, json=[], headers=link)
    assert book.find_or_create() == RetryLater(None, "not_understood")
    assert {request.url.host for request in book.lms.requests} == {"lms.school.example"}
    assert book.lms.bodies == [], "ours may be on a page that we did not see"
