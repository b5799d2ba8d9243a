"""Everybody's rights: what is stored about a person, a copy of it, erasing it; and who has looked at whose record.

Works from what the tables declare about themselves (`holds`, `counts`), so it never needs to know another room.
Not here: who may see what (web, dashboard, lti), the rows of other rooms.
"""
