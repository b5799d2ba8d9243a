"""Who has looked at whose record, and whose data every table keeps.

Works from what the tables declare about themselves (`holds`), so it never needs to know another room.
Not here: who may see what (web, dashboard), the rows of other rooms.
"""
