"""PayTabs (PT2), as its SDKs and support articles show it."""
