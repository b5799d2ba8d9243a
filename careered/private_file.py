"""Files that only the account careered runs under may read: people's data, and the installation's secret.

Where the system knows no such rights (Windows), the folder's decide.
"""

import stat
from contextlib import suppress
from pathlib import Path

PRIVATE_MODE = 0o600


def make_private(path: Path) -> None:
    """Create an empty file with mode 0600, or take the rights of others from the file that is there.

    Before anything is written, so that nobody can open it in between. Somebody else's file stays as it is; so does what
    is no file (a terminal).
    """
    with suppress(FileExistsError):
        path.touch(PRIVATE_MODE, exist_ok=False)
    with suppress(PermissionError):
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) != PRIVATE_MODE:
            path.chmod(PRIVATE_MODE)
