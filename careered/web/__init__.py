"""Web layer: one wrapper for every route, sessions, viewer, templates, headers, languages, error pages.

A handler is a plain function from `PageRequest` to a response: check, call one domain function, render.
Not here: SQL of features, LTI, anything about lessons or classes.
"""
