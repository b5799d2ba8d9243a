"""What makes other tests quicker is not in force where it would prove less."""

import os
import subprocess
import sys

from tests.crash.processes import ROOT

PROBE = """
import sys
import careered.cli
from careered.db.engine import Database
from careered.packs.load import _read_files
from careered.settings import Settings
from careered.lti.tool_keys import RSAKey

database = Database(Settings().sqlalchemy_url)
statements = ["PRAGMA synchronous"] if database.is_sqlite else [f"SHOW {name}" for name in sys.argv[1:]]
with database.reading() as db:
    print([db.exec_driver_sql(statement).scalar() for statement in statements])
print(_read_files.__module__, RSAKey.__module__, "tests" in sys.modules)
"""


def test_a_command_of_the_crash_tests_waits_for_the_disk_at_every_commit(database_url: str) -> None:
    names = ["fsync", "synchronous_commit", "full_page_writes", "autovacuum"]
    environment = os.environ | {"CAREERED_DATABASE_URL": database_url, "CAREERED_BASE_URL": "https://x.test"}
    command = [sys.executable, "-c", PROBE, *names]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    settings, modules = done.stdout.splitlines()
    assert settings == ("[2]" if database_url.startswith("sqlite") else "['on', 'on', 'on', 'on']")  # 2 is FULL
    assert modules == "careered.packs.load joserfc._rfc7518.rsa_key False"
