"""CASE 1.1 out and in: a pack's framework as other curriculum systems read it, and theirs as framework.yaml.

CASE (Competencies and Academic Standards Exchange, 1EdTech) has one language in a document: a pack of three languages
is three CFPackages. CFDocument = the framework. CFItem = one paragraph, objective or duty. CFAssociation = how two of
them belong together. Mapping and limits: docs/case.md.

Not here: lessons, services and what completes a requirement: CASE has no place for them.
"""
