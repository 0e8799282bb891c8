"""The sheet that letters and our pages are written on: one column that fits a phone, in light and in dark.

Styles stand in the elements themselves, because many mail programs read them nowhere else; only what depends on light or
dark stays in a style sheet. The column is a table for the same reason, and says that it is only for show.
"""

from __future__ import annotations

from html import escape

import css_inline

WIDTH = 600
"""Pixels across, at the most."""

STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; background-color: #ffffff; color: #1c2a29; -webkit-text-size-adjust: 100%; }
.opening { display: none; max-height: 0; overflow: hidden; mso-hide: all; }
.sheet { width: 100%; border-collapse: collapse; }
.column { width: 100%; max-width: 600px; margin: 0 auto; border-collapse: collapse; table-layout: fixed; }
.letter { padding: 24px; font-size: 16px; line-height: 1.5; text-align: left;
  font-family: -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  overflow-wrap: break-word; word-break: break-word; }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 16px; }
h2 { font-size: 18px; line-height: 1.3; margin: 24px 0 8px; }
p { margin: 0 0 12px; }
ul, ol { margin: 0 0 12px; padding-left: 24px; }
li { margin: 0 0 6px; }
.choices { list-style: none; padding: 0; }
.choice { display: inline-block; padding: 10px 16px; border: 1px solid #0f5c55; border-radius: 6px; }
.facts { border-collapse: collapse; margin: 0 0 12px; }
th { text-align: left; vertical-align: top; padding: 0 16px 4px 0; font-weight: bold; }
.fact { vertical-align: top; padding: 0 0 4px; }
hr { border: 0; border-top: 1px solid #c9d6d4; margin: 20px 0; }
img { width: 100%; max-width: 552px; height: auto; border: 0; font-size: 14px; }
a { color: #0f5c55; }
.note { font-size: 14px; color: #51615f; }
button { font-size: 16px; padding: 12px 20px; border: 0; border-radius: 6px; background-color: #1f5f5b; color: #ffffff; }
@media (prefers-color-scheme: dark) {
  body, .letter { background-color: #14201f !important; color: #e7efee !important; }
  a { color: #8fd3c7 !important; }
  .choice { border-color: #8fd3c7 !important; }
  .note { color: #b2c2c0 !important; }
  hr { border-top-color: #3b4d4b !important; }
  button { background-color: #8fd3c7 !important; color: #14201f !important; }
}
"""

_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

_TABLE = 'role="presentation" border="0" cellpadding="0" cellspacing="0"'


def paper(body: str, title: str, opening: str = "") -> str:
    """A whole page around `body` (HTML of ours). `opening` is what an inbox shows of it, seen nowhere on the page itself."""
    first = f'<div class="opening" aria-hidden="true">{escape(opening)}</div>\n' if opening else ""
    return _INLINER.inline(
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n<body>{first}"
        f'<table class="sheet" width="100%" {_TABLE}><tr><td align="center">\n'
        f'<table class="column" width="{WIDTH}" {_TABLE}><tr><td class="letter">\n'
        f'<div role="main">\n{body}\n</div>\n</td></tr></table>\n</td></tr></table>\n</body></html>\n'
    )
