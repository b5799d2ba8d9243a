"""A class's boards: posts, reactions, moderation."""
