"""Data protection: inventory, export and erasure of a person's data, retention, and the access log.

Driven by the `data_policy` of each table, so it depends on no other feature.
Not here: access control (web, dashboard, lti), the tables of other features.
"""
