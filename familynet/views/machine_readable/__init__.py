"""What machines fetch: feeds, sitemaps, robots.txt and security.txt."""
