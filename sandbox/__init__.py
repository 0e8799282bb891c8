"""A small Slack on loopback: for newcomers, for designers, and for every test. Imports nothing of the bot."""
