"""The player: a pupil's way through a lesson, and the step kinds, one module and one template each.

Not here: LTI, marks, what a requirement needs (progress), the words of the lessons (content/).
"""
