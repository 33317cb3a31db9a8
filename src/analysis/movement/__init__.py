"""Who rises, who falls, and what it costs."""
