"""Background jobs that the worker runs besides score delivery: retention, connection checks, figures after updates."""
