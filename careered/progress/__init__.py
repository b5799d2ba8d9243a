"""Answers, events, attestations, the requirement statuses that they give, and the outbox of scores.

`completion` is pure. `events` and `attestations` write; statuses and score deliveries follow in the same transaction.
Not here: LTI, sending scores (grade_sync), pages, the texts of lessons.
"""
