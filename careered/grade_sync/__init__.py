"""Gradebook sync: discovers the line items of a class, sends pending scores to the platform, records each outcome.

Not here: what is complete (progress), the AGS requests (lti.ags), pages.
"""
