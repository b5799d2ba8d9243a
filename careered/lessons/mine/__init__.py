"""What a pupil keeps: the own page, where everything written in the lessons gathers, and the card to take away."""
