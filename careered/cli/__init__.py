"""The command line: `careered --help`. Exit codes: 0 done, 1 rejected or problems found, 2 wrong usage.

One module per group of commands. Not here: what the commands do; they call the feature packages.
"""

from careered.cli.main import app

__all__ = ["app"]
