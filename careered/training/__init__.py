"""Practitioners' training: a self-check, five tasks, a certificate. Read by nobody else."""
