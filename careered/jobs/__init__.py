"""Background jobs that the worker runs besides delivering scores: retention, connection checks."""
