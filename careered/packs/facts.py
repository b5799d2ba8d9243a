"""How long what a card says holds: until its own `valid_to`, and until its sources must be read again."""

from datetime import date

from careered.packs.models import Card, Pack


def past_day(pack: Pack, card: Card, today: date) -> date | None:
    """The last day on which the card was right, if that is over; then it is shown in its general form. Else None."""
    sources = [source for source in pack.sources if source.id in card.source] if card.source else []
    days = [day for day in (card.valid_to, *(source.check_by for source in sources)) if day is not None]
    return min((day for day in days if day < today), default=None)
