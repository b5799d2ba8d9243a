"""LTI 1.3: login, launch, keys, roles, Assignment and Grade Services, Names and Role Provisioning Services.

Start with launch.py (the flow) and verify.py (every check with its source).
Not here: people and classes (roster), pages (web), when scores are sent (grade_sync). The features that pupils and
staff use do not import this package.
"""
