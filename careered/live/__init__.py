"""Live lessons: a class does one lesson together; counts without names, an exit ticket at the end."""
