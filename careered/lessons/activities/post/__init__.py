"""One note to the class's board from inside the lesson, and the board as the class's picture."""
