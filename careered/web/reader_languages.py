"""The language of each session, in memory: for error pages when the database is unavailable."""

MAX_SESSIONS = 20_000


class ReaderLanguages:
    """Language by session token, for the latest sessions. Used on the event loop only, so without a lock."""

    def __init__(self, max_sessions: int = MAX_SESSIONS) -> None:
        self._languages: dict[str, str] = {}
        self._max_sessions = max_sessions

    def note(self, token: str, lang: str) -> None:
        """Store the language of a session; above max_sessions the least recently seen one is dropped."""
        self._languages.pop(token, None)
        self._languages[token] = lang
        if len(self._languages) > self._max_sessions:
            del self._languages[next(iter(self._languages))]

    def of(self, token: str) -> str | None:
        """The language of a session; None if unknown."""
        return self._languages.get(token)
