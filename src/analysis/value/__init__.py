"""What the current customers are worth."""
