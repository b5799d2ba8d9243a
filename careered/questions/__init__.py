"""Questions to the staff of a class, with the asker's name or anonymously, and the inbox that answers them."""
