"""CASE 1.1 export and import: a pack's framework for other curriculum systems, and theirs as framework.yaml.

CASE (Competencies and Academic Standards Exchange, 1EdTech) has one language per document: a pack of three languages
is three CFPackages. CFDocument = the framework. CFItem = one paragraph, objective or duty. CFAssociation = a relation
of two items. Mapping and limits: docs/case.md.

Not here: lessons, services and completion rules; CASE has no fields for them.
"""
