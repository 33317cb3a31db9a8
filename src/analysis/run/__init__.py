"""One client's run: steps that say what they need, stored under a key made of what they said."""
