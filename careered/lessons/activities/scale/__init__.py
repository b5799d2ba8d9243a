"""Statements about oneself on a scale, for oneself alone, drawn as a flower's petals."""
