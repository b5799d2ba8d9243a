"""A pupil's own order of the options of a card: the same at every reload and device, another one for each pupil."""

import hashlib
import hmac
from collections.abc import Callable, Sequence


def arranger(secret: bytes, person_id: str, card_id: str) -> Callable[[Sequence[str]], list[str]]:
    """A function that puts ids in the order of this person and card. Nobody can foresee it without the secret."""

    def rank(option_id: str) -> bytes:
        message = "\0".join(("order of options", person_id, card_id, option_id))
        return hmac.new(secret, message.encode(), hashlib.sha256).digest()

    return lambda ids: sorted(ids, key=rank)
