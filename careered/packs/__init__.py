"""Curriculum packs: folders of YAML, read, checked and turned into frozen models with every problem placed.

Not here: the step kinds (lessons), what pupils did (progress), keeping loaded packs in the database (store),
pages for administrators (admin). No country is named in this code.
"""
