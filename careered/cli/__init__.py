"""The command line: `careered --help`. Exit 0 done, 1 refused or problems found, 2 wrong usage.

One module a group of commands. Not here: what the commands do; they call the rooms.
"""

from careered.cli.main import app

__all__ = ["app"]
