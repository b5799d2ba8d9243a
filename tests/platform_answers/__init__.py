"""Odd answers of platforms: each is settled and said, and delays nobody else."""
