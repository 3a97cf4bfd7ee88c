"""The look back: a season as a site that anybody can check, and the archive of many seasons."""
