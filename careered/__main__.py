"""`python -m careered`: the same as the command `careered`."""

from careered.cli import app

app(prog_name="careered")
