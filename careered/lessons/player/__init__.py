"""The player of lessons with parts (pack_format 2): a card's page, its answer, and the lesson's cover.

It knows no activity: what is asked, what is said and what is shown comes from `careered/lessons/activities`.
"""
