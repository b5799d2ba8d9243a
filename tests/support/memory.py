"""What the process keeps of pages that name people, emptied."""

from careered.web.people_cache import PeopleCache


def forget_everything() -> None:
    """Nothing is kept of anybody."""
    for kept in PeopleCache.everywhere:
        kept.forget(lambda _place, _made_at: True)
