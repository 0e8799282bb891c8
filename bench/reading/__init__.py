"""How well Upbeat reads people, beside others on the same rows: `python -m bench.reading` (`make bench-reading`).

The rows are other people's words and stand beside the project (`../shared/data`, or `--data DIR`); what is not there is
left out. `--json` prints the figures, `--misses` also what went wrong, `--write docs/reading.md` puts the tables there.
"""
