"""Who is leaving, and what goes with them."""
