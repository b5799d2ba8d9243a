"""What staff write to one pupil: reminders, comments, requests to revise."""
