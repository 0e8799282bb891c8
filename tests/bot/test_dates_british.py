"""What British partners mean by their words of time: many ways of saying, seen from many days.

A row is `what is said -> the day`, with a time where one is said, `or` between days that both do, `a to b` for a guess that
may fall anywhere between, `-` for no day and `?` for a question. `@` begins a new moment and a nation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.dates import Calendar, Found, Term, read

LONDON = ZoneInfo("Europe/London")
MEETINGS = ("2026-12-15", "2027-01-26", "2027-03-16", "2027-06-15", "2027-09-14")
TERMS = (
    ("autumn", "2026-09-02", "2026-12-18", ("2026-10-26", "2026-10-30")),
    ("spring", "2027-01-04", "2027-03-25", ("2027-02-15", "2027-02-19")),
    ("summer", "2027-04-12", "2027-07-21", ("2027-05-31", "2027-06-04")),
    ("autumn", "2027-09-06", "2027-12-17", ("2027-10-25", "2027-10-29")),
    ("spring", "2028-01-05", "2028-03-31", ("2028-02-14", "2028-02-18")),
)


def calendar(nation: str) -> Calendar:
    day = date.fromisoformat
    terms = [Term(name, day(a), day(b), (day(c), day(d))) for name, a, b, (c, d) in TERMS]
    meetings = [datetime.fromisoformat(f"{said}T14:00").replace(tzinfo=LONDON) for said in MEETINGS]
    return Calendar(nation=nation, meetings=meetings, terms=terms)


# The rules were shaped on these.
SHAPED_ON = """
@ 2026-11-25T10:00 ENG
by Friday week -> 2026-12-04
Friday fortnight -> 2026-12-11
the Friday after next -> 2026-12-04 or 2026-12-11
the week after next -> 2026-12-11 or 2026-12-07
the first week back -> 2027-01-08 or 2027-01-04
Whit Monday -> 2027-05-17 or 2027-05-31
the spring bank holiday -> 2027-05-31
the early May bank holiday -> 2027-05-03
the August bank holiday -> 2027-08-30
Boxing Day -> 2026-12-26
twelfth night -> 2027-01-05 or 2027-01-06
early next week -> 2026-11-30 or 2026-12-01
5pm Thurs -> 2026-11-26T17:00
31/12 -> 2026-12-31
29/2 -> 2028-02-29 or ?
31 June -> ?
30/2 -> ?
12/13 -> ?
31st September -> ?
on or before the 5th -> 2026-12-05
by the 5th at the latest -> 2026-12-05
in a couple of weeks -> 2026-12-09
in 2-3 weeks -> 2026-12-16
in a week or two -> 2026-12-09
in about a month -> 2026-12-25
in about three weeks -> 2026-12-16
before the end of half term -> 2027-02-19
the Monday after half term -> 2027-02-22
first day of the summer holidays -> 2027-07-22
last day of the Christmas holidays -> 2027-01-03
end of Q1 -> 2027-03-31
end of the school year -> 2027-07-21
a week Friday -> 2026-12-04
a week Monday -> 2026-12-07
this weekend -> 2026-11-28 or 2026-11-29
over the weekend -> 2026-11-29
by the weekend -> 2026-11-27
after the weekend -> 2026-11-30
mid next week -> 2026-12-02
middle of next week -> 2026-12-02
mid-Feb -> 2027-02-15
beginning of February -> 2027-02-01
start of December -> 2026-12-01
early January -> 2027-01-01 to 2027-01-10
back end of next week -> 2026-12-03 or 2026-12-04
tail end of next week -> 2026-12-03 or 2026-12-04
before the new year -> 2026-12-31
between Christmas and New Year -> 2026-12-31
new year's eve -> 2026-12-31
a day before the meeting -> 2026-12-14
two working days before the meeting -> 2026-12-11
straight after the meeting -> 2026-12-15 or 2026-12-16
in time for the next meeting -> 2026-12-15
before we next meet -> 2026-12-14
when we next meet -> 2026-12-15
the meeting on the 15th -> 2026-12-15
the Friday before the meeting -> 2026-12-11
the night before the meeting -> 2026-12-14
by lunchtime -> 2026-11-25
later today -> 2026-11-25
by the end of today -> 2026-11-25
10 days from today -> 2026-12-05
in 3 working days -> 2026-11-30
2 wks -> 2026-12-09
in 2wks -> 2026-12-09
two weeks on Friday -> 2026-12-11
4 weeks today -> 2026-12-23
Monday next -> 2026-11-30 or 2026-12-07
the 1st of next month -> 2026-12-01
next month -> 2026-12-01 to 2026-12-31
3rd of next month -> 2026-12-03
1.12 -> 2026-12-01
1-12 -> 2026-12-01
1/12 -> 2026-12-01
week ending 4th December -> 2026-12-04
w/e 6/12 -> 2026-12-06 or 2026-12-04
week beginning 7 December -> 2026-12-07
w/b 7/12 -> 2026-12-07
week of the 7th -> 2026-12-07 or 2026-12-11
by 5 -> 2026-11-25T17:00
by close Fri -> 2026-11-27
fridy -> 2026-11-27
saturdya -> 2026-11-28
12 Decmeber -> 2026-12-12
4 Janurary -> 2027-01-04
12 Feburary -> 2027-02-12
12th Septmber -> 2027-09-12
tomorow -> 2026-11-26
nxt wk -> 2026-12-04
2mrw -> 2026-11-26
2moro -> 2026-11-26
end Jan -> 2027-01-31
by end of w/c 7 Dec -> 2026-12-11
first day of term -> 2027-01-04
the start of the spring term -> 2027-01-04
end of the spring term -> 2027-03-25
after February half term -> 2027-02-22
the week after half term -> 2027-02-26 or 2027-02-22
when we're back after Christmas -> 2027-01-04 or -
the last Friday of term -> 2026-12-18
the penultimate week of term -> 2026-12-11 or 2026-12-07 or -
two weeks before the end of term -> 2026-12-04
a week before term ends -> 2026-12-11
by half-term -> 2027-02-12
the first week of December -> 2026-12-04 or 2026-12-07 or 2026-12-11
Maundy Thursday -> 2027-03-25
Bonfire Night -> 2027-11-05
Remembrance Sunday -> 2027-11-14
second Thursday of the month -> 2026-12-10
4th Tuesday in Feb -> 2027-02-23
Friday 4th -> 2026-12-04
Fri 4 Dec -> 2026-12-04
Friday, December 4th -> 2026-12-04
Friday 4/12 -> 2026-12-04
Fri 4.12. -> 2026-12-04
Thursday 4 December -> ?
the fourth of December -> 2026-12-04
December the fourth -> 2026-12-04
4th inst -> 2026-12-04 or -
Monday 7th 10am -> 2026-12-07T10:00
half past two on Monday -> 2026-11-30T14:30
quarter to nine tomorrow -> 2026-11-26T08:45
midnight on Sunday -> 2026-11-29
Sunday night -> 2026-11-29
first thing on Monday morning -> 2026-11-30
Monday first thing -> 2026-11-30
last thing Friday -> 2026-11-27
by teatime Thursday -> 2026-11-26
by breakfast tomorrow -> 2026-11-26
COB tomorrow -> 2026-11-26
by end of day Monday -> 2026-11-30
this Thursday coming -> 2026-11-26
Wednesday week -> 2026-12-09
a week today -> 2026-12-02
in a week -> 2026-12-02
in a week's time -> 2026-12-02
within 7 days -> 2026-12-02
within 24 hours -> 2026-11-26
in 72 hours -> 2026-11-28
in the next two weeks -> 2026-12-09
three weeks come Tuesday -> 2026-12-22
this time next month -> 2026-12-25
midweek -> 2026-12-02
sometime next week -> 2026-12-04
any day next week -> 2026-12-04
Friday please -> 2026-11-27
Friday at the very latest -> 2026-11-27
by this Friday, 27th -> 2026-11-27
due on the 5th -> 2026-12-05
deadline 5 December -> 2026-12-05
deadline: Friday 4th -> 2026-12-04
due: 4/12/26 -> 2026-12-04
not after the 10th -> 2026-12-10 or -
until the 10th -> 2026-12-10
not before Monday -> 2026-11-30 or -
from Monday -> 2026-11-30
the 10th or 11th -> 2026-12-11 or 2026-12-10
between 7 and 9 December -> 2026-12-09
the start of next week -> 2026-11-30
before the end of the financial year -> 2027-03-31
by spring -> -
20261204 -> 2026-12-04 or -
4-Dec-26 -> 2026-12-04
4 Dec 2026 -> 2026-12-04
04/12/2026 -> 2026-12-04
4th of this month -> ? or 2026-12-04
9am -> 2026-11-26T09:00
@ 2026-11-25T10:00 SCT
the next working day -> 2026-11-26
2nd January -> 2027-01-02
the first working day after New Year -> 2027-01-05
August bank holiday -> 2027-08-02
@ 2027-03-25T17:00 NIR
next working day -> 2027-03-26 to 2027-03-30
@ 2026-12-31T23:30 ENG
tomorrow -> 2027-01-01
next week -> 2027-01-08
New Year's Day -> 2027-01-01
31/12 -> 2026-12-31
next month -> 2027-01-01 to 2027-01-31
in 5 working days -> 2027-01-08
the second week in Jan -> 2027-01-15 or 2027-01-08
a fortnight today -> 2027-01-14
@ 2027-01-01T00:15 ENG
today -> 2027-01-01
end of the year -> 2027-12-31
Monday -> 2027-01-04
@ 2028-02-28T12:00 ENG
tomorrow -> 2028-02-29
end of the month -> 2028-02-29
last day of February -> 2028-02-29
@ 2028-02-29T12:00 ENG
a year today -> 2029-02-28
@ 2027-03-27T23:30 ENG
tomorrow -> 2027-03-28
in 24 hours -> 2027-03-29 or 2027-03-28
Monday week -> 2027-04-05
Easter Monday -> 2027-03-29
the next working day -> 2027-03-30
after the bank holiday -> 2027-03-30
@ 2027-10-30T22:30 ENG
end of half term -> 2027-10-29 or 2028-02-18
w/c 1 Nov -> 2027-11-01
@ 2027-06-30T23:30 ENG
end of June -> 2027-06-30
tomorrow week -> 2027-07-08
@ 2027-05-30T18:00 ENG
Monday -> 2027-05-31
tomorrow -> 2027-05-31
next week -> 2027-06-04
end of the week -> 2027-05-30 or 2027-06-04
end of half term -> 2027-06-04
after half term -> 2027-06-07
within 3 working days -> 2027-06-03
@ 2027-06-15T14:30 ENG
after the meeting -> 2027-06-15 or 2027-06-16 or 2027-09-15
before we go back in September -> 2027-09-05 or -
September -> 2027-09-01 to 2027-09-30
mid-September -> 2027-09-15
@ 2027-02-10T09:00 ENG
by half term -> 2027-02-12
after half term -> 2027-02-22
the Friday after half term -> 2027-02-26
during half term -> 2027-02-19
the first day back -> 2027-02-22
the last day before half term -> 2027-02-12
the last Friday before half term -> 2027-02-12
first week back after half term -> 2027-02-26 or 2027-02-22
next half term -> 2027-02-12 or 2027-02-15 or 2027-02-19
29 February -> ? or 2028-02-29
Mothering Sunday -> 2027-03-07
@ 2026-11-25T10:00 ENG
after next week -> 2026-12-07
after lunch Friday -> 2026-11-27
between Monday and Wednesday -> 2026-12-02
between the 3rd and the 5th -> 2026-12-05
pre-Christmas -> 2026-12-24
post half term -> 2027-02-22
right after half term -> 2027-02-22
well before the meeting -> 2026-12-14
end of school Friday -> 2026-11-27
by 1530 Tuesday -> 2026-12-01T15:30
the following month -> 2026-12-31
w/c Mon 7 Dec -> 2026-12-07
a week before Friday 4 December -> 2026-11-27
Weds w/c 7th -> 2026-12-09
the week after Easter -> 2027-04-02
the weekend before Christmas -> 2026-12-20
mid to late January -> 2027-01-31
second Monday back -> 2027-01-11
the Friday of half term -> 2027-02-19
the last meeting before Easter -> 2027-03-16
"""
# These were written before the rules that read them and looked at only afterwards.
KEPT_BACK = """
@ 2026-11-25T10:00 ENG
by tomorrow lunchtime -> 2026-11-26
Saturday -> 2026-11-28
this Monday -> 2026-11-30
this Thursday -> 2026-11-26
next Thursday -> 2026-12-03
next Tuesday -> 2026-12-01 or 2026-12-08
next weekend -> 2026-12-05 or 2026-12-06
Friday week -> 2026-12-04
Thursday week -> 2026-12-03
Monday week -> 2026-12-07
a week on Friday -> 2026-12-04
a week on Monday -> 2026-12-07
a fortnight on Friday -> 2026-12-11
a fortnight tomorrow -> 2026-12-10
fortnight today -> 2026-12-09
a week today -> 2026-12-02
three weeks today -> 2026-12-16
two weeks' time -> 2026-12-09
in a fortnight's time -> 2026-12-09
a month from now -> 2026-12-25
in six weeks -> 2027-01-06
in a month -> 2026-12-25
ten days' time -> 2026-12-05
five days from now -> 2026-11-30
close of the week -> 2026-11-27
by the end of this week -> 2026-11-27
by end of week -> 2026-11-27
end of wk -> 2026-11-27
start of next month -> 2026-12-01
by mid February -> 2027-02-15
by mid-March -> 2027-03-15
the middle of December -> 2026-12-15
end of December -> 2026-12-31
by the end of February -> 2027-02-28
end of next month -> 2026-12-31
the end of the tax year -> 2027-04-05
by end of financial year -> 2027-03-31
by year end -> 2026-12-31
by the end of March -> 2027-03-31
14 Jan -> 2027-01-14
14th of January -> 2027-01-14
January 14th -> 2027-01-14
the 14th of Jan -> 2027-01-14
Jan 14 2027 -> 2027-01-14
14/1 -> 2027-01-14
14/01/27 -> 2027-01-14
14.1.27 -> 2027-01-14
14-01-2027 -> 2027-01-14
2027-01-14 -> 2027-01-14
Thu 14 Jan -> 2027-01-14
Thursday 14th January 2027 -> 2027-01-14
the 30th -> 2026-11-30
the 25th -> 2026-11-25 or 2026-12-25
by the 1st -> 2026-12-01
before the 1st -> 2026-11-30
before Friday -> 2026-11-26
before Monday -> 2026-11-29 or 2026-11-27
before next Friday -> 2026-12-03
before 10 December -> 2026-12-09
no later than Friday -> 2026-11-27
no later than 10 December -> 2026-12-10
due Friday -> 2026-11-27
due 10 December -> 2026-12-10
for Friday -> 2026-11-27
on 10 December -> 2026-12-10
by 10am tomorrow -> 2026-11-26T10:00
by 4pm on Friday -> 2026-11-27T16:00
Friday at noon -> 2026-11-27T12:00
Friday lunchtime -> 2026-11-27
Friday morning -> 2026-11-27
first thing tomorrow -> 2026-11-26
first thing on Thursday -> 2026-11-26
end of the day -> 2026-11-25
end of play today -> 2026-11-25
by COP -> 2026-11-25
COB Friday -> 2026-11-27
EOD Thursday -> 2026-11-26
EOP -> 2026-11-25
close of business tomorrow -> 2026-11-26
second Tuesday in January -> 2027-01-12
first Friday of February -> 2027-02-05
last Wednesday in March -> 2027-03-31
third Thursday of April -> 2027-04-15
last day of January -> 2027-01-31
after the next meeting -> 2026-12-16 or 2026-12-15
two days before the meeting -> 2026-12-13
a fortnight before the meeting -> 2026-12-01
the day after the meeting -> 2026-12-16
the week after the meeting -> 2026-12-22 to 2026-12-25
the Monday before the meeting -> 2026-12-14
at the next meeting -> 2026-12-15
for the next meeting -> 2026-12-15
in time for the meeting -> 2026-12-15
by end of term -> 2026-12-18
before the end of term -> 2026-12-18 or 2026-12-17
end of this term -> 2026-12-18
end of next term -> 2027-03-25
end of the spring term -> 2027-03-25
beginning of next term -> 2027-01-04
start of term -> 2027-01-04
start of the summer term -> 2027-04-12
by February half term -> 2027-02-12
after Easter half term -> - or ? or 2027-02-22
before May half term -> 2027-05-28
after May half term -> 2027-06-07
before the Easter holidays -> 2027-03-25
after the Easter holidays -> 2027-04-12
the end of the summer term -> 2027-07-21
the first week of term -> 2027-01-08 or 2027-01-04
by Christmas -> 2026-12-25 or 2026-12-24
before New Year -> 2026-12-31
the day before Christmas Eve -> 2026-12-23
a week before Easter -> 2027-03-21
Palm Sunday -> 2027-03-21
Shrove Tuesday -> 2027-02-09
the early May bank holiday -> 2027-05-03
May Day -> 2027-05-01 or 2027-05-03
summer bank holiday -> 2027-08-30
after the bank holiday -> 2026-12-29 or 2026-12-26 to 2026-12-29
within ten working days -> 2026-12-09
within 3 working days -> 2026-11-30
in two working days -> 2026-11-27
five working days before the meeting -> 2026-12-08
10 working days from today -> 2026-12-09
the next working day -> 2026-11-26
w/c 30 November -> 2026-11-30
w/c 14th December -> 2026-12-14
w/c Monday -> 2026-11-30
week commencing 4 January -> 2027-01-04
week beginning 11th January -> 2027-01-11
w/e 11 December -> 2026-12-11
mon -> 2026-11-30
thur -> 2026-11-26
satday -> 2026-11-28 or -
wensday -> 2026-12-02
thurs 3rd -> 2026-12-03
fri 4th dec -> 2026-12-04
tmoz -> 2026-11-26
tomoz pm -> 2026-11-26
nxt fri -> 2026-12-04
nxt tues -> 2026-12-01 or 2026-12-08
nxt month -> 2026-12-01 to 2026-12-31
2moz -> 2026-11-26
a.s.a.p. -> -
as soon as possible -> -
TBA -> -
to be agreed -> -
on-going -> -
when possible -> -
whenever you can -> -
in the near future -> -
in the coming weeks -> -
no deadline -> -
shortly -> -
at some stage -> -
when you get a minute -> -
31 February -> ?
30 February -> ?
31/11 -> ?
32 December -> ?
31st April -> ?
0/12 -> ? or -
13/13 -> ? or -
Monday 8 December -> ?
@ 2027-02-28T21:45 ENG
tomorrow -> 2027-03-01
the 29th -> 2027-03-29
end of the month -> 2027-02-28 or 2027-03-31
a month today -> 2027-03-28
next Sunday -> 2027-03-07 or 2027-03-14
Monday -> 2027-03-01
within 5 working days -> 2027-03-05
before Easter -> 2027-03-25 or 2027-03-27
end of term -> 2027-03-25
Mothering Sunday -> 2027-03-07
@ 2027-12-24T16:00 ENG
after Christmas -> 2027-12-26 to 2027-12-29
the next working day -> 2027-12-29
within 2 working days -> 2027-12-30
New Year's Eve -> 2027-12-31
w/c 3rd Jan -> 2028-01-03
first day of term -> 2028-01-05
a week on Monday -> 2028-01-03
next Friday -> 2027-12-31
@ 2026-11-25T10:00 ENG
the last working day of the month -> 2026-11-30
last working day in December -> 2026-12-31
the first working day of the new year -> 2027-01-04
first working day in January -> 2027-01-04
the first day back -> 2027-01-04
first thing when we're back in January -> 2027-01-04 or -
the week before we break up -> 2026-12-11 or 2026-12-07
a week before we break up -> 2026-12-11
a fortnight before Easter -> 2027-03-14
the Tuesday after the bank holiday -> 2026-12-29
the Tuesday after the Easter bank holiday -> 2027-03-30
the Tuesday after Easter -> 2027-03-30
Whitsun -> 2027-05-16 or 2027-05-31
late May bank holiday -> 2027-05-31
Burns Night -> 2027-01-25
St Andrew's day -> 2026-11-30
by St David's Day -> 2027-03-01
by the end of play on the 3rd -> 2026-12-03
no later than midday Weds -> 2026-12-02T12:00
Thurs 5pm -> 2026-11-26T17:00
Tuesday 3rd -> ?
Thurs 3rd -> 2026-12-03
in two to three weeks -> 2026-12-16
in a day or two -> 2026-11-27
end of the tax year -> 2027-04-05
year end -> 2026-12-31
financial year end -> 2027-03-31
week on Tuesday -> 2026-12-08
before the weekend -> 2026-11-27
at the weekend -> 2026-11-28 or 2026-11-29
middle of March -> 2027-03-15
early in the new year -> 2027-01-01 to 2027-01-15
late January -> 2027-01-20 to 2027-01-31
the back end of Jan -> 2027-01-20 to 2027-01-31
in the new year -> 2027-01-01 to 2027-01-08 or -
by the new year -> 2026-12-31 or 2027-01-01
before Xmas -> 2026-12-24
after Christmas -> 2026-12-26 to 2026-12-29
Christmas Eve -> 2026-12-24
during the Easter holidays -> 2027-04-11 or 2027-03-26
at the meeting -> 2026-12-15
for the meeting -> 2026-12-15
by our next meeting -> 2026-12-15
at the December meeting -> 2026-12-15
ahead of the meeting -> 2026-12-14
10 days before the next meeting -> 2026-12-05
the morning of the meeting -> 2026-12-15
tonight -> 2026-11-25
this afternoon -> 2026-11-25
tomorrow am -> 2026-11-26
tomorrow first thing -> 2026-11-26
tomorrow afternoon -> 2026-11-26
tomorrow by 3 -> 2026-11-26T15:00
10 days from now -> 2026-12-05
ten working days -> 2026-12-09
10wd -> 2026-12-09
10 wd -> 2026-12-09
3 working days from now -> 2026-11-30
2 weeks on Monday -> 2026-12-14
four weeks from today -> 2026-12-23
a week tomorrow -> 2026-12-03
tomorrow week -> 2026-12-03
Tues next -> 2026-12-01 or 2026-12-08
the 3rd of the month -> 2026-12-03
1st Dec 26 -> 2026-12-01
1.12.26 -> 2026-12-01
Dec '26 -> 2026-12-31 or 2026-12-01
w/e 4 Dec -> 2026-12-04
wk comm 7th -> 2026-12-07
wc 7th Dec -> 2026-12-07
by 5 today -> 2026-11-25T17:00
by 3.30 on Tuesday -> 2026-12-01T15:30
by 9.30 Monday -> 2026-11-30T09:30
close of business Thursday -> 2026-11-26
fri am -> 2026-11-27
Frday -> 2026-11-27
by tuseday -> 2026-12-01
by wedensday -> 2026-12-02
thurday -> 2026-11-26
thrusday -> 2026-11-26
by Mnoday -> 2026-11-30
3rd Agust -> 2027-08-03
tomorrw -> 2026-11-26
nxt thurs -> 2026-12-03
end of nxt wk -> 2026-12-04
a wk on tues -> 2026-12-08
by the end of next month -> 2026-12-31
end Nov -> 2026-11-30
by end November -> 2026-11-30
EOM -> 2026-11-30
by the end of the calendar year -> 2026-12-31
the end of the autumn term -> 2026-12-18
last day of term -> 2026-12-18
end of the summer term -> 2027-07-21
Feb half term -> 2027-02-12 or 2027-02-15 or 2027-02-19
by May half term -> 2027-05-28
the week before half term -> 2027-02-12 or 2027-02-08
before we break up -> 2026-12-18
before we break up for Christmas -> 2026-12-18
after the Christmas holidays -> 2027-01-04
before the Christmas holidays -> 2026-12-18
by the Easter holidays -> 2027-03-25
before the summer holidays -> 2027-07-21
the last week of term -> 2026-12-18 or 2026-12-14
before term ends -> 2026-12-18 or 2026-12-17
the Friday before Christmas -> 2026-12-18
the week before Christmas -> 2026-12-18
the second week in January -> 2027-01-15 or 2027-01-08
the last week of January -> 2027-01-29
first week in Feb -> 2027-02-05
week 1 of February -> 2027-02-05 or -
Good Friday -> 2027-03-26
Easter Sunday -> 2027-03-28
Easter weekend -> 2027-03-26 to 2027-03-29
before Easter -> 2027-03-25 or 2027-03-27
Pancake Day -> 2027-02-09
Ash Wednesday -> 2027-02-10
Mother's Day -> 2027-03-07
the Monday before Christmas -> 2026-12-21
Valentine's Day -> 2027-02-14
the first Wednesday in December -> 2026-12-02
last Thurs in Jan -> 2027-01-28
the third Monday of next month -> 2026-12-21
Friday 4th December -> 2026-12-04
the twenty-third -> 2026-12-23
Mon 7th at 10 -> 2026-12-07T10:00
7 Dec 14:30 -> 2026-12-07T14:30
14:30 on 7/12 -> 2026-12-07T14:30
noon tomorrow -> 2026-11-26T12:00
by the end of school on Friday -> 2026-11-27
Friday COP -> 2026-11-27
EOP Friday -> 2026-11-27
by end of Friday -> 2026-11-27
this coming Tuesday -> 2026-12-01
Tuesday coming -> 2026-12-01
next Wednesday -> 2026-12-02
Wednesday -> 2026-12-02
a week yesterday -> 2026-12-01
the day after tomorrow -> 2026-11-27
within a week -> 2026-12-02
within the week -> 2026-11-27 or 2026-12-02
within a fortnight -> 2026-12-09
within 48 hrs -> 2026-11-27
in half an hour -> 2026-11-25
over the next fortnight -> 2026-12-09
in the next 10 days -> 2026-12-05
in the next month -> 2026-12-25 or 2026-12-31
three weeks on Thursday -> 2026-12-17
six weeks from Monday -> 2027-01-11
2 months' time -> 2027-01-25
six months from now -> 2027-05-25
this time tomorrow -> 2026-11-26
later this week -> 2026-11-27
some time this week -> 2026-11-27
next week sometime -> 2026-12-04
by Friday if possible -> 2026-11-27
ideally by Friday -> 2026-11-27
Friday latest -> 2026-11-27
up to the 10th -> 2026-12-10
by or on the 10th -> 2026-12-10
Mon or Tues -> 2026-12-01 or 2026-11-30
7th-9th December -> 2026-12-09
end of the first week of term -> 2027-01-08
end of first week back -> 2027-01-08
beginning of next month -> 2026-12-01
turn of the year -> 2027-01-01 or 2026-12-31
the end of the financial year -> 2027-03-31
end of FY -> 2027-03-31
Q2 -> 2027-04-01 to 2027-06-30
spring 2027 -> -
2026/12/04 -> 2026-12-04
5pm -> 2026-11-25T17:00
noon -> 2026-11-25T12:00
@ 2026-11-25T10:00 SCT
within 5 working days -> 2026-12-03
St Andrew's Day -> 2026-11-30
@ 2026-11-27T16:00 SCT
the next working day -> 2026-12-01
@ 2027-03-25T17:00 NIR
the day after St Patrick's Day -> 2028-03-18
@ 2026-12-31T23:30 ENG
Friday -> 2027-01-01
end of the week -> 2027-01-01
end of the month -> 2026-12-31 or 2027-01-31
end of January -> 2027-01-31
the 1st -> 2027-01-01
Christmas -> 2027-12-25
mid January -> 2027-01-15
end of the year -> 2026-12-31 or 2027-12-31
@ 2027-01-01T00:15 ENG
yesterday week -> 2027-01-07
by next Tuesday -> 2027-01-05 or 2027-01-12
before term starts -> 2027-01-03
@ 2028-02-28T12:00 ENG
in two days -> 2028-03-01
a year tomorrow -> 2029-02-28
29 Feb -> 2028-02-29
the 30th -> 2028-03-30
@ 2028-02-29T12:00 ENG
a month today -> 2028-03-29
the 29th -> 2028-02-29 or 2028-03-29
@ 2027-03-27T23:30 ENG
end of the month -> 2027-03-31
@ 2027-10-30T22:30 ENG
tomorrow -> 2027-10-31
Halloween -> 2027-10-31
a week on Sunday -> 2027-11-07
@ 2027-06-30T23:30 ENG
today -> 2027-06-30
the 1st -> 2027-07-01
mid June -> 2028-06-15
next Sunday -> 2027-07-04 or 2027-07-11
@ 2027-05-30T18:00 ENG
next Monday -> 2027-05-31 or 2027-06-07
this week -> 2027-06-04 or 2027-05-30
this Sunday -> 2027-06-06 or 2027-05-30
next Friday -> 2027-06-04 or 2027-06-11
Friday -> 2027-06-04
@ 2027-06-15T14:30 ENG
by the next meeting -> 2027-09-14
the day after the meeting -> 2027-06-16 or 2027-09-15
end of term -> 2027-07-21
start of next term -> 2027-09-06
end of the summer -> - or 2027-08-31 or 2027-09-05
the last day of August -> 2027-08-31
before the summer holidays -> 2027-07-21
the first Monday in September -> 2027-09-06
by September -> 2027-09-01 to 2027-09-30
@ 2027-02-10T09:00 ENG
before half term -> 2027-02-12
over half term -> 2027-02-19
the end of this half term -> 2027-02-12 or 2027-02-19
end of Feb -> 2027-02-28
the 29th -> 2027-03-29
World Book Day -> 2027-03-04
@ 2026-11-25T10:00 ENG
by the close of play on Friday -> 2026-11-27
Thursday a.m. -> 2026-11-26
by Thursday lunchtime at the latest -> 2026-11-26
by noon tomorrow -> 2026-11-26T12:00
before noon on Friday -> 2026-11-27T12:00
by 6pm tonight -> 2026-11-25T18:00
by the end of the afternoon -> 2026-11-25
this evening -> 2026-11-25
tomorrow evening -> 2026-11-26
the morning of the 4th -> 2026-12-04
the evening of 4 December -> 2026-12-04
Sunday evening -> 2026-11-29
a week this Friday -> 2026-12-04
a week next Friday -> 2026-12-11
a fortnight this Friday -> 2026-12-11
Friday in a fortnight -> 2026-12-11
three Fridays from now -> 2026-12-11
in three Fridays -> 2026-12-11 or -
Monday after the meeting -> 2026-12-21
the Wednesday after next -> 2026-12-09 or 2026-12-16
Tuesday after next -> 2026-12-08 or 2026-12-15
end of the week after next -> 2026-12-11
start of the week after next -> 2026-12-07
the beginning of the week -> 2026-11-30
Monday next week -> 2026-11-30
Friday of next week -> 2026-12-04
later in the week -> 2026-11-27
towards the end of next week -> 2026-12-04
towards the end of January -> 2027-01-31
at the end of the month -> 2026-11-30
at the start of January -> 2027-01-01
by about the 10th -> 2026-12-10
on or around the 10th -> 2026-12-10
no later than 31st January 2027 -> 2027-01-31
not later than noon on 4th December -> 2026-12-04T12:00
by 4 Dec at 5pm -> 2026-12-04T17:00
4/12 at noon -> 2026-12-04T12:00
4/12 5pm -> 2026-12-04T17:00
by 17:30 on 4/12 -> 2026-12-04T17:30
17.30 4 December -> 2026-12-04T17:30
the 4th @ 5pm -> 2026-12-04T17:00
1st week of Jan -> 2027-01-08
the last full week of term -> 2026-12-18 or 2026-12-11
the second half of term -> - or 2026-12-18
four weeks on Monday -> 2026-12-28
six weeks today -> 2027-01-06
within four weeks -> 2026-12-23
in the next fortnight -> 2026-12-09
over the next month -> 2026-12-25 or 2026-12-31
by the end of the fortnight -> - or 2026-12-09
in 14 days -> 2026-12-09
within 28 days -> 2026-12-23
28 days from today -> 2026-12-23
90 days -> 2027-02-23
in three months' time -> 2027-02-25
two months before Easter -> 2027-01-28
ten days before Christmas -> 2026-12-15
the day before half term -> 2027-02-14 or 2027-02-12
the first Monday after Easter -> 2027-03-29
by the May half term -> 2027-05-28
by Whit half term -> 2027-05-28 or -
before the October half term -> 2027-10-22
by the end of the Easter holidays -> 2027-04-11
the last day of the summer term -> 2027-07-21
the beginning of the autumn term -> 2027-09-06
before the new school year -> 2027-09-05 or -
by the end of the academic year -> 2027-07-21
start of the new financial year -> 2027-04-01
beginning of the new tax year -> 2027-04-06
start of the new financial year -> 2027-04-01
by 31 March -> 2027-03-31
by Lady Day -> 2027-03-25
the Friday before Easter -> 2027-03-26
Easter Saturday -> 2027-03-27
Easter Tuesday -> 2027-03-30
early May bank holiday Monday -> 2027-05-03
the day before the bank holiday -> 2026-12-24
next bank holiday -> 2026-12-25
before the AGM -> - or ?
30 working days -> 2027-01-11
in ten working days' time -> 2026-12-09
three working days after the meeting -> 2026-12-18
a working day before the meeting -> 2026-12-14
2 clear days before the meeting -> 2026-12-13 or 2026-12-12
the meeting after the next one -> 2027-01-26
a fortnight after the meeting -> 2026-12-29
as soon as we can -> -
when convenient -> -
as required -> -
in a while -> -
Febuary 12th -> 2027-02-12
wendesday -> 2026-12-02
thrs -> - or 2026-11-26
satuday -> 2026-11-28
by munday -> -
nxt wednesday -> 2026-12-02
end of nxt month -> 2026-12-31
31 Sept -> ?
29 Feb 2027 -> ?
the 32nd -> ?
Mon 3 December -> ?
@ 2027-03-27T20:00 ENG
tomorrow morning -> 2027-03-28
by 9am Monday -> 2027-03-29T09:00
next working day -> 2027-03-30
a week on Sunday -> 2027-04-04
the end of the financial year -> 2027-03-31
end of term -> 2027-07-21
start of term -> 2027-04-12
Easter -> 2027-03-28
@ 2027-08-30T11:00 ENG
Monday -> 2027-09-06
next Monday -> 2027-09-06
end of the month -> 2027-08-31
the first day of term -> 2027-09-06
before term starts -> 2027-09-05 or 2027-09-03
half term -> 2027-10-22 or 2027-10-25 or 2027-10-29
by Christmas -> 2027-12-24 or 2027-12-25
within a working day -> 2027-08-31
@ 2026-11-25T10:00 ENG
today -> 2026-11-25
by tonight -> 2026-11-25
tues week -> 2026-12-08
a week on Weds -> 2026-12-09
this Wednesday -> 2026-12-02 or 2026-11-25
Sunday week -> 2026-12-06
next Sunday -> 2026-12-06 or 2026-11-29
by next weekend -> 2026-12-04 to 2026-12-06
two Fridays' time -> 2026-12-04 or -
in 5 days -> 2026-11-30
five weeks' time -> 2026-12-30
a month on Monday -> 2026-12-30 or 2026-12-28
in about a fortnight -> 2026-12-09
a couple of days -> 2026-11-27
in a few days -> -
by the end of Dec -> 2026-12-31
by end Feb -> 2027-02-28
beginning of March -> 2027-03-01
mid-term -> - or ? or 2026-11-06
the 5th of next month -> 2026-12-05
the last Monday of the month -> 2026-11-30
first Thursday of next month -> 2026-12-03
the 2nd Friday in December -> 2026-12-11
Wed 9 Dec -> 2026-12-09
Weds the 9th -> 2026-12-09
9th December 2026 -> 2026-12-09
9 Dec 26 -> 2026-12-09
09.12.2026 -> 2026-12-09
9/12 -> 2026-12-09
on the 9th -> 2026-12-09
until 9 December -> 2026-12-09
before the end of the week -> 2026-11-27
before the end of January -> 2027-01-31
before EOD -> 2026-11-25
COP today -> 2026-11-25
EOD tomorrow -> 2026-11-26
close of business Monday -> 2026-11-30
COB Monday -> 2026-11-30
first thing -> 2026-11-26 or 2026-11-25 or -
first thing in the morning -> 2026-11-26
last thing on Friday -> 2026-11-27
noon on Monday -> 2026-11-30T12:00
midday Friday -> 2026-11-27T12:00
Tuesday teatime -> 2026-12-01
Monday evening -> 2026-11-30
before the holidays -> 2026-12-18
after the holidays -> 2027-01-04
end of summer term -> 2027-07-21
before the end of the summer term -> 2027-07-21 or 2027-07-20
last week of term -> 2026-12-18 or 2026-12-14
start of half term -> 2027-02-15
by the start of term -> 2027-01-04
by the start of half term -> 2027-02-15 or 2027-02-12
two weeks before half term -> 2027-02-01 or 2027-01-29
at half term -> 2027-02-15 to 2027-02-19 or 2027-02-12
three days before the next meeting -> 2026-12-12
the week before the meeting -> 2026-12-08 or 2026-12-11
two weeks after the meeting -> 2026-12-29
at our next meeting -> 2026-12-15
ready for the meeting -> 2026-12-15
when we meet -> 2026-12-15
Christmas Day -> 2026-12-25
by New Year -> 2027-01-01 or 2026-12-31
Boxing Day bank holiday -> 2026-12-26 or 2026-12-28
the Easter bank holiday -> 2027-03-26 or 2027-03-29
after Easter Monday -> 2027-03-30
end of the bank holiday weekend -> 2026-12-28
within 10 working days -> 2026-12-09
in 1 working day -> 2026-11-26
five working days -> 2026-12-02
5 working days before Christmas -> 2026-12-18
w/c 4 Jan -> 2027-01-04
week commencing 11 January 2027 -> 2027-01-11
w/c next Monday -> 2026-11-30 or 2026-12-07
w/e Friday -> 2026-11-27
week ending 18 Dec -> 2026-12-18
weds -> 2026-12-02
thurs -> 2026-11-26
sat -> 2026-11-28
tmw -> 2026-11-26
tomorow morning -> 2026-11-26
nxt mon -> 2026-11-30 or 2026-12-07
thur 10th -> 2026-12-10
tba -> -
to be decided -> -
ongoing basis -> -
no rush -> -
when I get round to it -> -
once the hall confirms -> -
@ 2026-11-25T10:00 ENG
by Monday lunchtime -> 2026-11-30
end of play Thursday -> 2026-11-26
by COB on 2 December -> 2026-12-02
Tuesday 1st December at 10am -> 2026-12-01T10:00
next Saturday -> 2026-12-05
Wednesday fortnight -> 2026-12-16
a fortnight on Tuesday -> 2026-12-15
a week on Saturday -> 2026-12-05
Thursday of this week -> 2026-11-26
two weeks tomorrow -> 2026-12-10
a month tomorrow -> 2026-12-26
8 weeks -> 2027-01-20
in eight weeks' time -> 2027-01-20
the end of the following week -> 2026-12-04
by the end of Easter term -> 2027-03-25
by the end of the Lent term -> 2027-03-25
by spring half term -> 2027-02-12
after the spring half term -> 2027-02-22
before summer half term -> 2027-05-28
the last Thursday of term -> 2026-12-17
the first Friday of next term -> 2027-01-08
first Monday of term -> 2027-01-04
after we break up -> 2026-12-19 to 2026-12-21
once term starts -> 2027-01-04 or -
by the next committee meeting -> 2026-12-15
one working day before the meeting -> 2026-12-14
one week before our next meeting -> 2026-12-08
24 hours before the meeting -> 2026-12-14
the Thursday before the next meeting -> 2026-12-10
after the December meeting -> 2026-12-16 or 2026-12-15
Christmas week -> 2026-12-25 or 2026-12-21 or -
over the Christmas holidays -> 2027-01-03
before Christmas Eve -> 2026-12-23
two weeks after Christmas -> 2027-01-08
Easter Sunday 2028 -> 2028-04-16
the Friday after Easter -> 2027-04-02
Mothers' Day -> 2027-03-07
Father's Day -> 2027-06-20
first bank holiday in May -> 2027-05-03 or -
second bank holiday in May -> 2027-05-31 or -
by the third week of January -> 2027-01-22
in the last week of February -> 2027-02-26
week commencing the 14th -> 2026-12-14
w/b Monday 14th -> 2026-12-14
w/e Friday 18th December -> 2026-12-18
last working day before Christmas -> 2026-12-24
first working day in March -> 2027-03-01
within twenty working days -> 2026-12-23
7 working days before the meeting -> 2026-12-04
by 1/2/27 -> 2027-02-01
1 Feb '27 -> 2027-02-01
Feb 1st -> 2027-02-01
the first of February -> 2027-02-01
first of Feb -> 2027-02-01
31 Nov -> ?
31/9/2027 -> ?
Friday 3rd December -> ?
30.2.27 -> ?
as and when -> -
to be arranged -> -
not yet known -> -
sometime soon -> -
when funds allow -> -
hopefully soon -> -
wk after next -> 2026-12-11
fornight today -> 2026-12-09 or -
nxt sat -> 2026-12-05
wedn -> 2026-12-02 or -
novemeber 30 -> 2026-11-30
30 Novmber -> 2026-11-30
"""
# A second round, by another pair of eyes: each family of words that was read wrongly has a row.
SECOND_ROUND = """
@ 2026-11-25T10:00 ENG
week before the meeting -> 2026-12-08
b4 the meeting -> 2026-12-14
EOW next week -> 2026-12-04
EOM January -> 2027-01-31
end-Feb -> 2027-02-28
early January -> 2027-01-01
early-Feb -> 2027-02-01
in the first week of December -> 2026-12-04
first week of the new year -> 2027-01-08
first Monday in the new year -> 2027-01-04
first week of next term -> 2027-01-08
last week of this term -> 2026-12-18
penultimate Friday of term -> 2026-12-11
day 1 of term -> 2027-01-04
in the new term -> 2027-01-04
the new tax year -> 2027-04-06
Whitsun half term -> 2027-05-28
week after half term -> 2027-02-26
first week after half term -> 2027-02-26
by Summer 2 -> 2027-06-07
after Christmas -> 2026-12-29
after the break -> 2027-01-04
Tuesday 3rd -> ?
Friday 31st November -> ?
Thursday or Friday next week -> 2026-12-04
9/12 or 10/12 -> 2026-12-10
Tues 8 or Weds 9 Dec -> 2026-12-09
30 November to 2 December -> 2026-12-02
within the fortnight -> 2026-12-09
fortnight's time -> 2026-12-09
next day or two -> 2026-11-27
next week sometime -> 2026-12-04
thurs eve -> 2026-11-26
before the w/e -> 2026-11-27
NYE -> 2026-12-31
asap - Friday latest -> 2026-11-27
10am-12 Friday -> 2026-11-27T12:00
ten past nine on Monday -> 2026-11-30T09:10
twelve noon on Monday -> 2026-11-30T12:00
in the evening on Thursday -> 2026-11-26
by the end of the second half of term -> 2026-12-18
in the coming weeks -> -
within 5 days of receipt -> -
a few days before half term -> -
earlier in the week -> -
Chinese New Year -> -
March last year -> -
Monday's child -> -
SATs week -> -
@ 2027-01-11T09:00 ENG
start of January -> 2028-01-01
early Jan -> 2028-01-01
before January -> 2027-12-31
@ 2026-12-03T09:00 ENG
early December -> 2026-12-07
@ 2027-02-17T09:00 ENG
by half term -> ?
over half term -> 2027-02-19
@ 2027-03-30T08:30 ENG
over the holidays -> 2027-04-11
after the Easter holidays -> 2027-04-12
"""


def rows(table: str) -> Iterator[tuple[str, str, str, str]]:
    at, nation = "", ""
    for line in table.strip().splitlines():
        if line.startswith("@ "):
            _, at, nation = line.split()
        else:
            phrase, _, meant = line.rpartition(" -> ")
            yield phrase, meant, at, nation


def fits(found: Found | None, meant: str) -> bool:
    """Whether the answer is one of those that the row allows."""
    return any(_is(found, one) for one in meant.split(" or "))


def _is(found: Found | None, one: str) -> bool:
    if found is None or found.ask or found.date is None:
        return one == ("?" if found and found.ask else "-")
    first, _, last = one.partition(" to ")
    day, _, hour = first.partition("T")
    if hour and (found.time is None or f"{found.time:%H:%M}" != hour):
        return False
    return day <= found.date.isoformat() <= (last or day)


@pytest.mark.parametrize(
    ("phrase", "meant", "at", "nation"), [*rows(SHAPED_ON), *rows(KEPT_BACK), *rows(SECOND_ROUND)]
)
def test_a_phrase_is_read_as_people_mean_it(phrase: str, meant: str, at: str, nation: str) -> None:
    found = read(phrase, datetime.fromisoformat(at).replace(tzinfo=LONDON), calendar(nation))
    assert fits(found, meant), found
