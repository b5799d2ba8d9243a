"""What goes into addresses and tokens comes back as it was."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis.strategies import binary, text

from careered import base64url


@given(binary(max_size=80))
def test_bytes_come_back_and_look_as_the_librarys_do(data: bytes) -> None:
    assert base64url.encode(data) == urlsafe_b64encode(data).rstrip(b"=").decode()
    assert base64url.decode(base64url.encode(data)) == data


@given(text("aZ09-_+/= é\n.", max_size=12))
def test_what_is_no_base64url_is_taken_and_refused_as_by_the_library(given_text: str) -> None:
    padded = given_text + "=" * (-len(given_text) % 4)
    try:
        expected = urlsafe_b64decode(padded)
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011 - any of its kinds
            base64url.decode(given_text)
    else:
        assert base64url.decode(given_text) == expected
