"""The root command: all groups of commands."""

import typer

from careered.cli import (
    admin,
    backup,
    classes,
    database,
    demo,
    doctor,
    keys,
    overlays,
    pack_authoring,
    pack_compare,
    pack_exchange,
    packs,
    person,
    platforms,
    progress,
    report,
    server,
)

app = typer.Typer(
    help="careered: lessons that introduce pupils to the national career services, with proof for the curriculum.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("serve")(server.serve)
app.command("worker")(server.worker)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("doctor")(doctor.doctor)
app.add_typer(database.app, name="db")
packs.app.command("compare")(pack_compare.compare_packs)
packs.app.command("new")(pack_authoring.new)
packs.app.command("export")(pack_exchange.export_pack)
packs.app.command("import")(pack_exchange.import_framework)
packs.app.command("official")(pack_exchange.import_official_wording)
packs.app.add_typer(overlays.app, name="overlay")
packs.app.command("schema")(pack_authoring.schema)
packs.app.command("upgrade")(pack_authoring.upgrade)
app.add_typer(packs.app, name="packs")
app.add_typer(platforms.app, name="platforms")
app.add_typer(admin.app, name="admin")
app.add_typer(keys.app, name="keys")
app.add_typer(classes.app, name="classes")
app.add_typer(report.app, name="report")
app.add_typer(person.app, name="person")
app.add_typer(progress.app, name="progress")
