"""A visit to a service: what to look for there, and chips for what was seen."""
