"""Whatever bytes an author hands in, the answer is a pack or problems with a place: never an exception."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careered.packs.load import read_pack_bytes
from careered.packs.models import StepContent
from careered.packs.problems import HINTS
from careered.packs.read_yaml import read_yaml

ODD = st.text(st.sampled_from(list("abz019 :,-?&*!|>%@#'\"[]{}\n\t~<.é\u2028\U0001f600")), max_size=12)
NAMES = ["pack.yaml", "services.yaml", "requirements.yaml", "lessons/xn-1.yaml"]


@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    tree = read_yaml("pack.yaml", content)
    assert isinstance(tree.value, dict) or tree.problems
    assert all(problem.line >= 1 and problem.column >= 1 and problem.code in HINTS for problem in tree.problems)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_good_file_with_any_scribble_in_it_is_read_or_refused(
    name: str, data: st.DataObject, files: dict[str, bytes], kinds: Mapping[str, type[StepContent]]
) -> None:
    text = files[name].decode()
    start = data.draw(st.integers(0, len(text)))
    end = start + data.draw(st.integers(0, 10))
    scribbled = text[:start] + data.draw(ODD) + text[end:]
    loaded = read_pack_bytes({**files, name: scribbled.encode()}, kinds)
    assert (loaded.pack is None) == bool(loaded.problems)
    assert all(str(problem).isprintable() for problem in loaded.problems)
