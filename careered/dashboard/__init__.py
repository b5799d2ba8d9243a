"""The pages of staff (the class, one pupil, attestations, groups, the gradebook) and of mentors.

Reads progress; writes attestations, groups, the access log, and requests for the list of members or for delivery.
Not here: how states are decided (progress), delivery of scores (grade_sync), classes other than the viewer's own.
"""
