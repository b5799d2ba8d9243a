"""Link headers as platforms write them (RFC 8288)."""

import pytest

from careered.lti.link_header import UNREADABLE, parse_links

BASE = "https://lms.example/api/members?limit=100"
NEXT = "https://lms.example/api/members?page=2"


@pytest.mark.parametrize(
    "field",
    [
        f'<{NEXT}>; rel="next"',
        f"<{NEXT}>;rel=next",
        f'<{NEXT}> ; REL = "NEXT"',
        f'< {NEXT} >; rel="next"',
        f'<{NEXT}>; rel="last next"',
        f'<{NEXT}>; rel="  Next\tlast "',
        f"<{NEXT}>; rel='next'",
        f"<{NEXT}>; rel=\u201cnext\u201d",
        '<members?page=2>; rel="next"',
        '</api/members?page=2>; rel="next"',
        '<?page=2>; rel="next"',
        '<//lms.example/api/members?page=2>; rel="next"',
        f", ,<{NEXT}>;;rel=next;,",
        f'<{NEXT}>; title="a, \\"b\\"; rel=no"; rel=next',
        f'<{NEXT}>; rel=next; rel="first"',
        f'<{NEXT}>; rel=next; anchor="#part"; crossorigin',
        f'<https://lms.example/api/members?page=1>; rel="first prev", <{NEXT}>; rel="next", </d>; rel=differences',
        f'<{NEXT}>; rel=next, <{NEXT}>; rel="next"',
    ],
)
def test_the_next_page_is_found_however_the_header_is_written(field: str) -> None:
    assert parse_links([field], BASE)["next"] == NEXT


def test_an_address_may_have_another_one_in_its_query() -> None:
    links = parse_links(['</m?page=2&back=https://other.example/,a>; rel="next"'], BASE)
    assert links["next"] == "https://lms.example/m?page=2&back=https://other.example/,a"


def test_a_platform_may_send_a_header_for_each_link() -> None:
    assert parse_links(["</first>; rel=first", f"<{NEXT}>; rel=next"], BASE)["next"] == NEXT


@pytest.mark.parametrize(
    "field",
    [
        '<https://[::1>; rel="next"',
        "next page follows",
        f'<{NEXT}>; rel="next',
        f"<{NEXT}> rel=next",
        f"{NEXT}; rel=next",
        f"<{NEXT}>; rel=&#8220;next&#8221;",
        f"<{NEXT}>; next",
        f"<{NEXT}>; relation=next",
        f'<{NEXT}>; rel=next; anchor="/other/list"',
        f"<{NEXT}>; rel=next, </other>; rel=next",
        f'<{NEXT}>; rel="first" "next"',
    ],
)
def test_what_speaks_of_a_next_page_and_cannot_be_followed_is_no_last_page(field: str) -> None:
    assert parse_links([field], BASE)["next"] == UNREADABLE


@pytest.mark.parametrize(
    "field",
    [
        "",
        "nonsense",
        "<>; rel",
        '<https://lms.example/next?next=1>; rel="first"; title="the next page"',
        f'<{NEXT}>; rel="next-archive"',
        f'<{NEXT}>; rel="https://lms.example/rels/next"',
        f'<{NEXT}>; rev="next"',
        f'<{NEXT}>; rel="prev"; rel="next"',
    ],
)
def test_a_header_without_a_next_page_has_none(field: str) -> None:
    assert "next" not in parse_links([field], BASE)
