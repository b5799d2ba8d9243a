"""The country's routes as a map: open stops, and mark one's own way."""
