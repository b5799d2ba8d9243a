"""The school by the sea, with its counsellor."""

from tests.guidance.conftest import teacher

__all__ = ["teacher"]
