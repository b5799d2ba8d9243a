"""How the platform can be made to fail."""

from dataclasses import dataclass, field

SERVICES = frozenset({"token", "ags", "nrps", "jwks"})


@dataclass
class Faults:
    """Every fault, off by default; change it at run time. Counts are "the next N requests" and run down to 0."""

    down: str = ""  # "503", or "closed": the connection is cut without an answer
    error_500: int = 0
    rate_limit: int = 0
    rate_limit_status: int = 429  # Canvas says 403 with "Rate Limit Exceeded"
    retry_after: int = 1  # seconds, sent with every rate limit
    unauthorized: int = 0  # 401 although the token is good
    slow: float = 0.0  # seconds before each answer
    cut_after_commit: int = 0  # the score is stored, then the connection is cut
    clock_skew: float = 0.0  # seconds the platform's clock is ahead (or, negative, behind)
    withheld: str = ""  # last words of scopes that the platform does not grant, such as "score lineitem"
    refusal: str = ""  # a score is refused with "<status> <words>", such as "422 This course has concluded"
    roster: str = ""  # "loop", "elsewhere" or "half": the list of members never ends, leads away, or breaks off
    registration: str = ""  # "html", "huge", "refused", "no client id": how dynamic registration fails
    where: frozenset[str] = field(default=SERVICES)  # the services that are down, slow, limited or in error

    def count_down(self, name: str) -> bool:
        """Whether this request is one of "the next N" of a fault. The caller holds the platform's lock."""
        remaining: int = getattr(self, name)
        if remaining > 0:
            setattr(self, name, remaining - 1)
        return remaining > 0
