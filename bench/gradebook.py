"""The services of the bench's platform: it takes scores and remembers when, and has no list of members."""

import json
import time
from dataclasses import dataclass, field

_TOKEN = {"access_token": "t", "token_type": "bearer", "expires_in": 3600}


@dataclass
class Gradebook:
    """arrived: the moment (as time.monotonic) at which the latest score of a pupil came, by `sub`."""

    arrived: dict[str, float] = field(default_factory=dict)

    def get(self, path: str) -> bytes:
        """A line item as Moodle shows it; of results and members none."""
        if path.partition("?")[0].endswith("/lineitem"):
            return json.dumps({"id": path, "label": "Ammatit ja opinnot", "scoreMaximum": 100}).encode()
        return b"[]"

    def post(self, path: str, body: bytes) -> bytes:
        """A token for whoever asks; a score is noted."""
        if path.partition("?")[0].endswith("/scores"):
            self.arrived[str(json.loads(body)["userId"])] = time.monotonic()
            return b"{}"
        return json.dumps(_TOKEN).encode()
