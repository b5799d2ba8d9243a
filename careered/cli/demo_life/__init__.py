"""What `careered demo` puts into the classes that are in the middle of their year. All of it is invented."""
