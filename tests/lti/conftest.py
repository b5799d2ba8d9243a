"""Fixtures of the LTI tests."""

from collections.abc import Callable

import pytest

from careered.web.errors import ERROR_PAGES, RequestError
from tests.lti.school import claims, sign, verify_token

CheckRefusal = Callable[..., None]


@pytest.fixture
def refuses() -> CheckRefusal:
    """Check that a call is refused with a code that has a row in the table, and with these facts for the log."""

    def check(code: str, call: Callable[[], object], **detail: object) -> None:
        with pytest.raises(RequestError) as caught:
            call()
        assert caught.value.code == code
        assert code in ERROR_PAGES
        if detail:
            assert caught.value.log_fields == detail

    return check


@pytest.fixture
def refuses_launch(refuses: CheckRefusal) -> CheckRefusal:
    """Check that a launch with changed claims is refused."""

    def check(code: str, changed: dict[str, object], **detail: object) -> None:
        refuses(code, lambda: verify_token(sign(claims(**changed))), **detail)

    return check
