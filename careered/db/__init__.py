"""The database: engine, transactions, column types, what a table must declare, migrations.

Not here: any table of a room (each room has its own tables.py), any query.
"""
