"""The teacher's pages: the class at a glance, who needs somebody, and one pupil's evidence; and a mentor's pages.

Reads progress; writes nothing but the access log and the wish for a fresh list of members.
Not here: how states come about (progress), marks on their way (gradebook), other classes than the viewer's own.
"""
