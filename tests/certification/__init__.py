"""The launches of the 1EdTech certification suite, good and bad, and launches captured from a real platform."""
