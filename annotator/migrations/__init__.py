"""The database's shape, step by step; every step is tested on a filled database."""
