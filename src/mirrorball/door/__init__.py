"""THE PUBLIC'S DOOR. The vote page, and the way of a ballot from a phone or a relay into the box."""
