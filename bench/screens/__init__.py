"""What pupils meet, measured: every lesson in every language, screen by screen, in a browser. Run: make screens

`site.py` serves a pack, `walk.py` goes through a lesson and measures each screen (`measure.js`), `answers.py` finds
what to answer, `figures.py` makes a line of it and says which limits do not hold.
"""
