"""The demo platform's own tests: it must talk like the platforms it stands for, and fail as it is told to.

Not here: the tool. A small stand-in with a key of its own asks for tokens.
"""
