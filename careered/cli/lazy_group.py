"""A group of commands that loads a command's module when the command is asked for.

`careered serve` needs neither PDF nor spreadsheet nor terminal tables; loading all of it was a fifth of its start.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group


class LazyGroup(TyperGroup):
    """A subclass names its commands in `modules`."""

    modules: Mapping[str, str] = MappingProxyType({})
    """By name of the command, "module:attribute": a typer app, or a function that is the command."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: dict[str, Any] = dict.fromkeys(self.modules)  # names for `--help` and "did you mean"

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name; None if there is none."""
        if cmd_name in self.modules and self.commands[cmd_name] is None:
            self.commands[cmd_name] = _load(cmd_name, self.modules[cmd_name])
        return self.commands.get(cmd_name)


def _load(name: str, address: str) -> Any:
    module, _, attribute = address.partition(":")
    with _nothing_collected():
        loaded = getattr(import_module(module), attribute)
        if isinstance(loaded, typer.Typer):
            loaded.info.name = name
            return get_group(loaded)
        single = typer.Typer(add_completion=False)
        single.command(name)(loaded)
        return get_command(single)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What is loaded stays: looking for garbage in it, then and later, took a fifth of a server's start."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
