"""What a pupil has done, what that completes, and what the gradebook should show: the heart of careered.

`completion` is pure. `record` is the only writer: fact, status and delivery wish in one transaction.
Not here: LTI, marks of a platform (gradebook), pages, the words of lessons.
"""
