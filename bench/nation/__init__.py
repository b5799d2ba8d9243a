"""`make nation`: a country in one PostgreSQL, made by SQL, and what careered costs in it beside a school.

Not here: the people of the measured pages (bench/school.py) and their exchanges (bench/exchanges.py): the same in both.
"""
