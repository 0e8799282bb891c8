"""A strict look at the HTML of letters and pages: every element is closed, in order, and known; nothing is fetched or runs."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "hr", "img", "input"})
KNOWN = VOID | {
    *("html", "head", "title", "style", "body", "div", "table", "tbody", "tr", "td", "th", "h1", "h2"),
    *("p", "ul", "ol", "li", "a", "strong", "em", "form", "button"),
}
"""What our letters and pages are made of; a mail program knows all of it."""

FETCHING = frozenset({"src", "background", "srcset", "poster", "data", "action", "ping"})
"""Attributes by which something is fetched, or sent, without anybody asking for it."""


class Markup(HTMLParser):
    """Every element of a page with its attributes, and what is wrong with the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = [] if html.startswith("<!DOCTYPE html>") else ["no doctype"]
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += [f"<{name}> is never closed" for name in self._open]
        self._look()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _ in attrs)
        self.wrong += [f"{name} twice on <{tag}>" for name, count in names.items() if count > 1]
        if tag not in KNOWN:
            self.wrong.append(f"<{tag}> is not ours")
        if tag == "p" and "p" in self._open:
            self.wrong.append("<p> in <p>")
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.wrong.append(f"</{tag}> within {self._open[-1:]}")
        else:
            self._open.pop()

    def of(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of every element of this name."""
        return [attributes for tag, attributes in self.found if tag == name]

    def _look(self) -> None:
        for tag, attributes in self.found:
            self.wrong += [f"{name} on <{tag}>" for name in attributes if name.startswith("on")]
            self.wrong += [
                f"<{tag} {name}={value!r}> is fetched"
                for name, value in attributes.items()
                if name in FETCHING and not (value or "").startswith("cid:")
            ]
            if "url(" in (attributes.get("style") or "") or "@import" in (attributes.get("style") or ""):
                self.wrong.append(f"the style of <{tag}> fetches something")
        self.wrong += ["a picture without words" for one in self.of("img") if not one.get("alt")]
        self.wrong += [
            "a table for show that does not say so"
            for one in self.of("table")
            if one.get("role") != "presentation" and one.get("class") != "facts"
        ]
        if [len(self.of(name)) for name in ("html", "title", "h1", "body")] != [1, 1, 1, 1]:
            self.wrong.append("one page has one title, one body and one first heading")
        if not self.of("html")[0].get("lang"):
            self.wrong.append("nothing says which language it is in")
