"""The desk: one page over all classes of a teacher or counsellor, with what waits for them."""
