"""Everything LTI 1.3, in its own words: login, launch, keys, roles, marks and member lists.

What is checked, and by which paragraph of which specification, stands in verify.py; start there.
Not here: people and classes (roster), pages (web), what a mark means (gradebook). No other room knows LTI.
"""
