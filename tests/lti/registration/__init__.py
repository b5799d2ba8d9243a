"""Tests of connecting a platform: what it says of itself, what we ask for, and whom we call."""
