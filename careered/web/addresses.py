"""Addresses that name the class they are about, so that a page keeps to it whatever is opened beside it.

What is in the address opens nothing: the cookie of that class holds the secret (docs/decisions/0004).
"""

IN = "in"


def is_own_path(path: str) -> bool:
    """Whether a path that a form names is one of ours: browsers take `//` and `/\\` for another host."""
    return path.startswith("/") and path[1:2] not in {"/", "\\"}


def address_in(path: str, opened_for: str) -> str:
    """A path of ours with what its session was opened for (`Viewer.opened_for`); other addresses stay as they are."""
    if not opened_for or not path.startswith("/"):
        return path
    address, mark, fragment = path.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{IN}={opened_for}{mark}{fragment}"
