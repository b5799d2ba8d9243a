"""For administrators: connecting platforms, approving what waits, checking a connection, guides.

Not here: what a connection is (lti), how packs are loaded (packs), anything about one pupil.
"""
