"""The outdoor shop's things and backdrops: sky, sage, terracotta, the landscapes of the peninsula."""
