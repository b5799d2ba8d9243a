"""What the process keeps of pages that name people, emptied."""

from careered.web.kept_people import KeptPeople


def forget_everything() -> None:
    """Nothing is kept of anybody."""
    for kept in KeptPeople.everywhere:
        kept.forget(lambda _place, _made_at: True)
