"""Storage: what a fault is called, and copies of everything."""
