"""Tests of careered.web: the edge, the look, the components."""
