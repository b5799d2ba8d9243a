"""careered packs: the commands of all its modules."""

from careered.cli import overlays, pack_authoring, pack_compare, pack_documents, pack_exchange
from careered.cli.packs import app as packs_app

app = packs_app
app.command("compare")(pack_compare.compare_packs)
app.command("coverage")(pack_documents.coverage)
app.command("live-pages")(pack_documents.pages)
app.command("new")(pack_authoring.new)
app.command("export")(pack_exchange.export_pack)
app.command("import")(pack_exchange.import_framework)
app.command("official")(pack_exchange.import_official_wording)
app.add_typer(overlays.app, name="overlay")
app.command("schema")(pack_authoring.schema)
app.command("upgrade")(pack_authoring.upgrade)
