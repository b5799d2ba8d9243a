"""A conversation to practise asking in."""
