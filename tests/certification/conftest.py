"""The same expectations as the LTI tests."""

from tests.lti.conftest import refuses, refuses_launch

__all__ = ["refuses", "refuses_launch"]
