"""The perfume house's things and backdrops: warm sand, rose, amber, oud, touches of gold."""
