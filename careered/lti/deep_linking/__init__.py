"""Deep linking 2.0: a teacher opens the picker from the platform, ticks lessons, and the platform makes activities.

Not here: checking the launch (verify), what an activity does once it is opened (arrival), columns (gradebook).
"""
