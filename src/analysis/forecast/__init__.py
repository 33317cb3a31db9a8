"""Whether the forecast deserves trust."""
