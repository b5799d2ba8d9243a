"""The database: engine, transactions, column types, data policies of tables, migrations.

Not here: tables of features (each has its own tables.py) and their queries.
"""
