"""How dependent the client is on few customers."""
