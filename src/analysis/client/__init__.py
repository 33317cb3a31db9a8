"""client.yml -> Client: every setting with unit, default and range."""
