"""Deep linking 2.0: a teacher opens the picker from the platform, ticks lessons, and the platform adds activities.

Not here: verifying the launch (verify), launches of the added activities (launch_session), scores (grade_sync).
"""
