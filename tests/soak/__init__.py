"""The soak: people talk for a long time while everything goes wrong, and every acknowledged thing is counted."""
