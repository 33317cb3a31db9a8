"""The optional tables: what else is known of the customers."""
