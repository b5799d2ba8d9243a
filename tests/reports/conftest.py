"""The same classes as the teacher's pages have."""

from tests.dashboard.conftest import house, other_room, room

__all__ = ["house", "other_room", "room"]
