"""Measurements beside other tools: `make bench`. See README.md here for what is equal and what is not.

Not here: tests of what is right (tests/), and figures of the past: they belong in a decision or a closing note.
"""
