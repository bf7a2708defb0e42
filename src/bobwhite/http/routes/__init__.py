"""Routes by feature; each translates between the wire and one service."""
