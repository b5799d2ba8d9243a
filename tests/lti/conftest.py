"""Fixtures of the LTI tests."""

from collections.abc import Callable

import pytest

from careered.web.refusals import REFUSALS, Refused
from tests.lti.school import claims, sign, verified

Expect = Callable[..., None]


@pytest.fixture
def refuses() -> Expect:
    """Check that a call is refused with a code that has a row in the table, and with these facts for the log."""

    def check(code: str, call: Callable[[], object], **detail: object) -> None:
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.code == code
        assert code in REFUSALS
        if detail:
            assert caught.value.detail == detail

    return check


@pytest.fixture
def refuses_launch(refuses: Expect) -> Expect:
    """Check that a launch with changed claims is refused."""

    def check(code: str, changed: dict[str, object], **detail: object) -> None:
        refuses(code, lambda: verified(sign(claims(**changed))), **detail)

    return check
