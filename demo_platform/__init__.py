"""A small school platform (LTI 1.3, platform side) with invented people and a gradebook one can look at.

For newcomers (the demo) and for tests, which switch its profile (how it talks) and its faults (how it fails).
It keeps everything in memory and forgets it when it stops.
Not here: anything of the tool. A simulator that shared our code would agree with our mistakes.
"""
