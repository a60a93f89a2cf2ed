"""A real server for a long time: many visitors, colleagues at work, and clients that misbehave."""
