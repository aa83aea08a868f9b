"""The base theme: every page a shopper sees; other themes override its files one by one."""
