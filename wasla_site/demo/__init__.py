"""The two stores of the demo: what they sell, how it looks, what their pages say."""
