"""Feedback from staff to one pupil: reminders, comments, requests to revise."""
