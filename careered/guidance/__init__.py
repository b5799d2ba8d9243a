"""People talking: questions to the counsellor, the class's board, the directory of services.

Not here: lessons and their answers, progress, LTI. What is asked without a name has no way back to anybody
(docs/decisions/0011).
"""
