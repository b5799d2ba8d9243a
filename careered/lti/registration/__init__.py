"""Registering with a platform: invitations, dynamic registration (LTI DR 1.0), Canvas's JSON, values for manual setup.

Not here: who may invite (admin, cli), logins and launches of registered platforms (login, launch).
"""
