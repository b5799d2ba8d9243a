"""An invented country's pack and two tiny step kinds; a test changes a line and looks at what is said."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict

from careered.packs import load
from careered.packs.load import PackReadResult, read_pack_bytes
from careered.packs.models import LocalizedText, StepContent
from careered.packs.problems import Problem

NORTHLAND = Path(__file__).parent / "northland"

Files = dict[str, bytes]
Change = Callable[..., list[Problem]]


class Say(StepContent):
    """A kind with words."""

    kind: Literal["say"]
    words: LocalizedText


class Task(BaseModel):
    """As the real kinds do it: a model of its own, not derived from the pack's base."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    prompt: LocalizedText


class Look(StepContent):
    """A kind that names a service and has parts."""

    kind: Literal["look"]
    service: str
    tasks: tuple[Task, ...]


@pytest.fixture(scope="module", autouse=True)
def without_cache() -> Iterator[None]:
    """Reading is not cached: a result from another test must not hide a fault of reading."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "_read_cached", load._read_cached.__wrapped__)
        yield


@pytest.fixture
def kinds() -> Mapping[str, type[StepContent]]:
    """The registry that a lesson player would give."""
    return {"say": Say, "look": Look}


@pytest.fixture
def files() -> Files:
    """Northland's files by relative name."""
    return {path.relative_to(NORTHLAND).as_posix(): path.read_bytes() for path in NORTHLAND.rglob("*.yaml")}


@pytest.fixture
def northland(files: Files, kinds: Mapping[str, type[StepContent]]) -> PackReadResult:
    """Northland as it is."""
    return read_pack_bytes(files, kinds)


@pytest.fixture
def problems_after_change(files: Files, kinds: Mapping[str, type[StepContent]]) -> Change:
    """`after(name, old, new)`: the problems when `old`, which stands there once, is replaced in a file."""

    def apply_change(name: str, old: str, new: str) -> list[Problem]:
        text = files[name].decode()
        assert text.count(old) == 1
        files[name] = text.replace(old, new).encode()
        return list(read_pack_bytes(files, kinds).problems)

    return apply_change


@pytest.fixture
def problems_with_file(files: Files, kinds: Mapping[str, type[StepContent]]) -> Change:
    """`with_file(name, content)`: the problems when a file is put there; without content, when it is taken away."""

    def put_file(name: str, content: bytes | None) -> list[Problem]:
        if content is None:
            del files[name]
        else:
            files[name] = content
        return list(read_pack_bytes(files, kinds).problems)

    return put_file
