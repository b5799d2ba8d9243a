"""Who is in which class: organisation > class > enrolment, and the people.

Not here: where names come from (lti), what anybody did (progress), pages.
"""
