"""What a pupil and staff agreed in a talk: a short text that both read; never what was said."""
