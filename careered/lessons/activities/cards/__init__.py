"""Reading: one thought and a picture. Going on is the answer."""
