"""Administrators' pages: setup, platforms and their approval, connection checks, schools, packs, retention.

Not here: LTI connections (lti), loading packs (packs), anything about one pupil.
"""
