"""Where bytes too large for a row are kept."""
