"""Reports for people and programs outside: the same figures as on the pages, in shapes that stay.

Not here: pages (dashboard), how states come about (progress), sums over schools until somebody asks for them.
"""
