"""Organisations, schools, classes, people and their enrolments.

Not here: where names come from (lti), what pupils have done (progress), pages.
"""
