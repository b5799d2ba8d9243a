"""The connection doctor: checks a platform's connection step by step and says what fails and how to fix it.

Browser steps (login, launch, frame) are read from the connection log; keys, tokens, rosters and line items are
requested; a score is sent only if the platform's result is still exactly ours. No finding names a person.
Not here: the page (admin.platform_views), the command (cli), the services (lti).
"""
