"""Acts of staff about pupils: the message after one, undoing it, and a class's log of them."""
