"""The outbox of scores: what each line item should show for a pupil; delivered by the worker."""
