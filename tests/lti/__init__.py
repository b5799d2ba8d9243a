"""Tests of LTI: every check by itself, with really signed tokens."""
