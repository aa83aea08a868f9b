"""What a shop looks like: themes are packages of templates, static files and words."""
