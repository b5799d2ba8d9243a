"""Staff remind pupils of the lesson that comes next for each; the words can be copied elsewhere."""
