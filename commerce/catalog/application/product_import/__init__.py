"""Writing batches of products from a file. Each batch reads what is there, compares, and writes only what differs."""
