"""All commands, put together."""

import typer

from careered.cli import (
    admin,
    authors,
    backup,
    classes,
    comparing,
    database,
    demo,
    doctor,
    exchange,
    keys,
    overlays,
    packs,
    person,
    platforms,
    progress,
    report,
    run,
)

app = typer.Typer(
    help="careered: pupils are introduced to the national career services, and it is proved.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("serve")(run.serve)
app.command("worker")(run.worker)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("doctor")(doctor.doctor)
app.add_typer(database.app, name="db")
packs.app.command("compare")(comparing.compare_packs)
packs.app.command("new")(authors.new)
packs.app.command("export")(exchange.export_pack)
packs.app.command("import")(exchange.import_framework)
packs.app.command("official")(exchange.official_words)
packs.app.add_typer(overlays.app, name="overlay")
packs.app.command("schema")(authors.schema)
app.add_typer(packs.app, name="packs")
app.add_typer(platforms.app, name="platforms")
app.add_typer(admin.app, name="admin")
app.add_typer(keys.app, name="keys")
app.add_typer(classes.app, name="classes")
app.add_typer(report.app, name="report")
app.add_typer(person.app, name="person")
app.add_typer(progress.app, name="progress")
