"""Curriculum packs: folders of YAML, parsed and checked into frozen models; problems have file, line and column.

Not here: the step kinds (lessons), pupils' results (progress), the administrator's pages (admin). No country is named
in this code.
"""
