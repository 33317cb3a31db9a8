"""Accounts: which carry the client, and which cost it."""
