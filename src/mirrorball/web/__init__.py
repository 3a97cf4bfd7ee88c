"""The edge: pages, commands over HTTP, and streams. It parses, asks one thing and answers; it decides nothing."""
