"""Connecting a platform: invitations, dynamic registration (LTI DR 1.0), Canvas's JSON, the values to type by hand.

Not here: who may invite (admin, cli), what happens once a platform is connected (login, launch).
"""
