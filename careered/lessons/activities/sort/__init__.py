"""Things to put into two or three groups."""
