"""A small school platform (LTI 1.3, platform side) with invented people and a gradebook that one can see.

For newcomers (`careered demo`) and for tests, which set its profile (how it behaves) and its faults (how it fails).
It keeps everything in memory and forgets it when it stops. docs/demo-platform.md describes it.

Sections of specifications are named SEC (1EdTech Security Framework 1.0), CORE (LTI 1.3), AGS 2.0, NRPS 2.0,
DL (Deep Linking 2.0), DR (Dynamic Registration 1.0) and PNS (Platform Notification Service 1.0).

Not here: anything of the tool. A simulator that shared its code would agree with its mistakes.
"""
