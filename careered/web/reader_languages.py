"""Which language each visit reads, in memory: for saying so when the database cannot be asked."""

MOST = 20_000


class ReaderLanguages:
    """Language by session secret, the newest visits only. Used on the event loop alone, so without a lock."""

    def __init__(self, most: int = MOST) -> None:
        self._known: dict[str, str] = {}
        self._most = most

    def note(self, token: str, lang: str) -> None:
        """Remember a visit; where there are too many, the one that was seen longest ago is forgotten."""
        self._known.pop(token, None)
        self._known[token] = lang
        if len(self._known) > self._most:
            del self._known[next(iter(self._known))]

    def of(self, token: str) -> str | None:
        """The language of a visit; None where it is not known."""
        return self._known.get(token)
