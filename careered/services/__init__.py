"""The directory of national and local services."""
