"""What management reads first."""
