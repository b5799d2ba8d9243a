"""The lesson player: a pupil's pages, and the step kinds, one module and one template each.

Not here: LTI, scores and what completes a requirement (progress), the lessons' texts (content/).
"""
