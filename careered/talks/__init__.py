"""The page about one pupil, for a talk of fifteen minutes: what they say and show, what is done, what was agreed."""
