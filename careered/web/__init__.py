"""The request edge: one wrapper for every route, sessions, viewer, templates, headers, languages, refusals.

A handler is a plain function from `PageRequest` to a response: check, call one domain function, render.
Not here: SQL of any room, LTI, anything a lesson or a class is about.
"""
