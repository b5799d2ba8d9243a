"""The root command: all groups of commands."""

from types import MappingProxyType

import typer

from careered.cli.lazy_group import LazyGroup


class Commands(LazyGroup):
    """Everything that `careered` can do."""

    modules = MappingProxyType(
        {
            "demo": "careered.cli.demo:demo",
            "serve": "careered.cli.server:serve",
            "worker": "careered.cli.worker:worker",
            "backup": "careered.cli.backup:backup",
            "restore": "careered.cli.backup:restore",
            "doctor": "careered.cli.doctor:doctor",
            "db": "careered.cli.database:app",
            "packs": "careered.cli.pack_commands:app",
            "platforms": "careered.cli.platforms:app",
            "admin": "careered.cli.admin:app",
            "keys": "careered.cli.keys:app",
            "classes": "careered.cli.classes:app",
            "report": "careered.cli.report:app",
            "person": "careered.cli.person:app",
            "progress": "careered.cli.progress:app",
        }
    )


app = typer.Typer(
    cls=Commands,
    help="careered: lessons that introduce pupils to the national career services, with proof for the curriculum.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def careered() -> None:
    """The commands are in Commands; a callback makes typer build a group of none."""
