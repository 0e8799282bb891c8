"""Words of time that name no day: kept as they are, and no date is made of them."""

from __future__ import annotations

from bot.dates.model import compiled

_PLAIN = (
    r"asap|a\.s\.a\.p\.?",
    r"as (?:soon|quickly|early|fast) as (?:possible|poss|you can|(?:i|we|they|he|she) can|practicable|practical)",
    r"tb[acd]|t\.b\.[acd]\.?",
    r"(?:when|whenever|once) (?:i|you|he|she|we|they) (?:can|am able|is able|are able"
    r"|(?:get|gets|have|has)(?: the| a)?(?: spare| free)? (?:chance|moment|minute|time))",
    r"to be (?:confirmed|agreed|arranged|decided|announced|determined|advised)",
    r"(?:on-?going|on going|rolling|continuous(?:ly)?|continuing|open[ -]ended)",
    r"(?:soon(?:est)?|shortly|sometime|some time|at some (?:point|stage)|one day|one of these days)(?: soon)?",
    r"(?:in|over|during|within) (?:the )?(?:next |coming )?(?:a )?(?:few|coming|following|several) "
    r"(?:days|weeks|months|hours)(?:'? time)?",
    r"(?:over|in|during) the (?:coming|next) (?:days|weeks|months)",
    r"in (?:due course|the near future|the (?:not[ -]too[ -]distant )?future|the meantime|a (?:bit|while|mo|moment|sec))",
    r"(?:immediately|straight ?away|right away|at once|urgent(?:ly)?|now-ish|pronto|sharpish)",
    r"(?:later|eventually|whenever|any ?time|none|never|n/?a)(?: on)?",
    r"at (?:the|your|our|his|her|their|my) (?:next |first )?(?:earliest|next|first) (?:opportunity|convenience|chance)",
    r"(?:if|when|as|once) (?:time|work|funds|funding|money|space|numbers|weather) (?:allows?|permits?)",
    r"(?:when|if|once|as soon as) there(?:'s|'ll be| is| will be) (?:any |some |the |more )?(?:time|money|news|chance|funding)",
    r"(?:some ?time|at some (?:point|stage)) (?:in |during )?(?:the )?"
    r"(?:next year|new year|future|20[0-9]{2}|spring|summer|autumn|winter)",
    r"now and (?:then|again)|from time to time|over time|in time|sooner or later|sooner rather than later|before long",
    r"(?:early |late |mid[ -]?)?(?:spring|summer|autumn|winter)",
    r"no (?:rush|hurry|deadline|date|due date)|not (?:set|known|yet|sure)",
    r"(?:when|whenever|where|if) (?:possible|poss|convenient|needed|necessary|required|available|ready)",
    r"as (?:and when|needed|required|necessary|appropriate|convenient)(?: (?:needed|required|necessary))?",
    r"until further notice|before (?:too )?long|at (?:your|his|her|their) (?:leisure|convenience)|every so often|from now on"
    r"|for (?:now|the (?:moment|time being|present|foreseeable(?: future)?))"
    r"|(?:by|until|before|after) then|since then|nearer the time",
)
# Only read() takes these: in a line of chat they begin too many other things.
_CLAUSES = (
    r"(?:a )?(?:few|several) (?:hours|days|weeks|months) (?:before|after|ahead|into) ",
    r"(?:when|whenever|once|as) \w{1,20}(?:'\w{1,3})? ",
    r"(?:every|each|any|most|some|other) ",
    r"(?:daily|weekly|monthly|fortnightly|termly|quarterly|annually|yearly|regularly|always)(?!\w)",
)
VAGUE = tuple(compiled(rf"(?:{pattern})(?!\w)") for pattern in _PLAIN)
CLAUSES = tuple(compiled(pattern) for pattern in _CLAUSES)


def vague_at(text: str, start: int, *, clauses: bool = False) -> int | None:
    """Where words without a day that begin at `start` end, the longest way of reading them; None if there are none."""
    ends = [match.end() for pattern in VAGUE if (match := pattern.match(text, start))]
    if not ends and clauses and any(pattern.match(text, start) for pattern in CLAUSES):
        return len(text.rstrip())
    return max(ends, default=None)
