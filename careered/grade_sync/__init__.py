"""Completion to marks: which columns a class has, sending wishes to the platform, and what became of each.

Not here: what is complete (progress), how a score is posted (lti.ags), pages.
"""
