"""A question with a few answers, one or several; each answer is answered."""
