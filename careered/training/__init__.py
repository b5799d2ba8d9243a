"""Training for staff: a self-check, five tasks, a certificate. Visible to the person only."""
