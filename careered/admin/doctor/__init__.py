"""The connection doctor: goes through a platform's connection step by step and says what fails, and where to click.

What browsers did (login, launch, frame) is read from notes; keys, tokens, lists and columns are tried; a mark is only
written where the platform still shows exactly ours. Nothing here names a person.
Not here: the page (admin.check), the command (cli.doctor), the services themselves (lti).
"""
