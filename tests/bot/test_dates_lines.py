"""Deadlines in whole lines of chat, slips of the thumb, and words that look like a date and are none."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from bot.dates import find_deadline, read
from tests.bot.test_dates_british import LONDON, calendar, fits

AT = datetime(2026, 11, 25, 10, tzinfo=LONDON)  # a Wednesday
CALENDAR = calendar("ENG")

LINES = """
Friday: Sam to send the form | Friday | 2026-11-27
On Friday Sam will send the form | On Friday | 2026-11-27
Jo to ring the school on Tuesday about the keys | on Tuesday | 2026-12-01
Sam to re-send last Friday's email today | today | 2026-11-25
Sam to redo the end of term letter by Friday | by Friday | 2026-11-27
Will to drop the drums off b4 Friday | b4 Friday | 2026-11-26
Frank to order mats. Timescale: 2 weeks | Timescale: 2 weeks | 2026-12-09
Priya to aim for early January | for early January | 2027-01-01
Sam to post the form mon am | mon am | 2026-11-30
Will to ring the hall on Monday between 9 and 5 | on Monday between 9 and 5 | 2026-11-30
Otto to take the tree down by twelfth night | by twelfth night | 2027-01-05
Sam to chase the caterers by Friday week | by Friday week | 2026-12-04
ACTION: Mina to send out the register before half term | before half term | 2027-02-12
I'll get the risk assessment done by close of play Thursday | by close of play Thursday | 2026-11-26
Jo, could you ring the library before the 10th? | before the 10th | 2026-12-09
Priya to confirm numbers no later than 5pm Weds | no later than 5pm Weds | 2026-12-02T17:00
AP: Otto – invoice to finance by end of month | by end of month | 2026-11-30
Frank to sort the minibus (due 4/12) | due 4/12 | 2026-12-04
Will to book the hall w/c 7th Dec | w/c 7th Dec | 2026-12-07
Grace to draft the letter for the next meeting | for the next meeting | 2026-12-15
Sam to circulate the minutes within 5 working days | within 5 working days | 2026-12-02
Jo to update the policy by the end of the spring term | by the end of the spring term | 2027-03-25
can you let me know by lunchtime tomorrow please | by lunchtime tomorrow | 2026-11-26
Due: Monday. Otto to order the chairs | Due: Monday | 2026-11-30
Mina to write to parents - deadline 11th December | deadline 11th December | 2026-12-11
I will send the photos round by fridy | by fridy | 2026-11-27
Frank to collect forms by wedensday at the latest | by wedensday at the latest | 2026-12-02
Sam to get three quotes in the next two weeks | in the next two weeks | 2026-12-09
Priya to book the coach a fortnight before the meeting | a fortnight before the meeting | 2026-12-01
Jo to thank the volunteers after Christmas | after Christmas | 2026-12-29
Grace to ring the vicar asap | asap | -
Sam to look at new speakers when he can | when he can | -
Mina to ask about parking, TBC | TBC | -
Jo to fix the banner by 31 November | by 31 November | ?
Frank to draft the budget by the end of Q1 | by the end of Q1 | 2027-03-31
Will to check the piano on Thursday | on Thursday | 2026-11-26
Grace to meet the head next week | next week | 2026-12-04
Otto to send the programme to print by noon on the 3rd | by noon on the 3rd | 2026-12-03T12:00
Mina to phone the caterers first thing Monday | first thing Monday | 2026-11-30
Frank: order lanyards – by COP 4 Dec | by COP 4 Dec | 2026-12-04
Jo & Priya to agree the running order before the holidays | before the holidays | 2026-12-18
ACTION Otto to pay the deposit in the next 10 days | in the next 10 days | 2026-12-05
Grace will find a signer by the January meeting | by the January meeting | 2027-01-26
todo: send thank-you cards (Will, before Xmas) | before Xmas | 2026-12-24
Sam to email heads w/c 30/11 | w/c 30/11 | 2026-11-30
@jo please can you upload the slides by Tuesday? | by Tuesday | 2026-12-01
I can have a first draft with you by the middle of next week | by the middle of next week | 2026-12-02
Mina to close the survey on 11 December | on 11 December | 2026-12-11
Frank to meet the school on 3rd December at 2pm | on 3rd December at 2pm | 2026-12-03T14:00
Will to get 30 copies printed by tomorrow am | by tomorrow am | 2026-11-26
Mina to feed back at the next meeting (15 Dec) | at the next meeting (15 Dec) | 2026-12-15
Owner: Frank. Task: hire the van. Due: Fri 4th Dec | Due: Fri 4th Dec | 2026-12-04
Jo to invite Year 5 parents by half-term | by half-term | 2027-02-12
Otto to test the mics the day before the meeting | the day before the meeting | 2026-12-14
Grace to submit the bid by 12 noon on 18/12/26 | by 12 noon on 18/12/26 | 2026-12-18T12:00
AP4 – Will to return keys by 9.30 on Monday | by 9.30 on Monday | 2026-11-30T09:30
Sam to let everyone know by the end of today | by the end of today | 2026-11-25
Mina to update website - ASAP | ASAP | -
Frank to send bank details. Deadline: Wednesday 9th December. | Deadline: Wednesday 9th December | 2026-12-09
we should finish the mural by Easter | by Easter | 2027-03-28
could someone put the bins out on Sunday night? | on Sunday night | 2026-11-29
Will to sort costumes by mid-January latest | by mid-January latest | 2027-01-15
Mina to ask county by 31/11 | by 31/11 | ?
Otto to book transport by Mon 8th December | by Mon 8th December | ?
"""
ROWS = [tuple(line.split(" | ")) for line in LINES.strip().splitlines()]


@pytest.mark.parametrize(("line", "words", "meant"), ROWS)
def test_the_deadline_of_a_line_and_its_words(line: str, words: str, meant: str) -> None:
    found = find_deadline(line, AT, CALENDAR)
    assert fits(found, meant), found
    assert found is not None and found.words == words == line[slice(*found.span)]


QUIET = """
Sam to print programmes for the concert on 12 December
Mina to email Frank about the visit on Thursday
Priya to ask who is free on Friday
Jo to invite the governors to the concert on 18 March
Otto to send the minutes within a week of each meeting
Frank to answer within 28 days of the letter
Sam to prepare the end of year report
Will to sweep the hall on Mondays
Mina to chair the meeting
Sam to arrange the meeting with the school
Jo to ask about half term
Grace to ask June
Sam to thank all who came on Saturday
Frank to pay invoice no. 4/12
Priya to report back in the coming weeks
Mina to give them the keys a few days before half term
Room 12 is free if we want it
we spent 3/4 of the budget
I did 2 of 5
COVID-19 rules still apply
please fill in Form 2
Easter eggs for the children went down well
the March was wet
it may be that they sat down
mon ami, it was sun all day
the second half was better
I'm on 24/7
it's 50/50 really
open 9-5
1:1 with Sam
that's version 3.4
tickets are £3.50
year 7 and Y5 loved it
see you on Friday
see you next time
Friday club was lovely
the concert on Friday went well
last Friday was a mess
it was written by Jo
by the way, thanks
it's due to the weather
she's on until 5
call me on 07700 900123
the 3rd floor is closed
at the end of the day it's their choice
every week by email
4/5 said yes
10/10 would recommend
since 2019
the 2026 accounts
Mon-Fri 9-5
every Monday
Thursday's choir was great
half term was lovely
happy Christmas everyone
merry Christmas and a happy new year
have a good weekend
thanks for coming on Monday
we had 40 children by the end
Sam to buy 3/4 inch screws
Sam to play second fiddle in the March concert
Grace to tidy the Friday club cupboard
Frank to bring 12 chairs and 4 tables
Will to compare 2026 and 2027 budgets
for sundry items by Frida
Priya to check DBS certificates no later than two weeks before the concert
Jo to share dates for next term
Otto to draft a plan for the summer term
Sam to confirm the date of the spring concert
Grace to bring the tea urn on the day
Sam to chase unpaid invoices weekly
Jo to invite Year 5 parents
Priya to update the risk register every month
Otto to test the mics the day before the concert
the band is booked until 10
Jo to measure the stage (4 x 6m)
Priya to read chapter 3 by heart
Sam to write up notes from Monday
Grace to post Monday's photos
"""


@pytest.mark.parametrize("line", QUIET.strip().splitlines())
def test_a_line_without_a_deadline_is_given_none(line: str) -> None:
    found = find_deadline(line, AT, CALENDAR)
    assert found is None or (found.date, found.ask) == (None, None)


NO_DATES = """
asap | soon | TBC | ongoing | when I can | in due course | ASAP please | whenever | at some point | later | until further notice
when Jo is back | once we hear from the trust | sometime next year | 24/7 | 50/50 | 9-5 | 1:1 | Room 12 | version 3.4 | £3.50
year 7 | Y5 | KS2 | 3/4 of the budget | 2 of 5 | COVID-19 | Form 2 | Easter eggs | the March | may | may be | sat down | mon ami
the second half | march past | 3rd floor | 20th century | three weeks ago | one day | now and then | Friday club | Sunday school
Good Friday Agreement | 24 hours a day | 7 days a week | 12.5% | at your earliest convenience | when time permits | 5 days before
"""


@pytest.mark.parametrize(
    "phrase", [p.strip() for line in NO_DATES.strip().splitlines() for p in line.split("|")]
)
def test_no_day_is_made_of_what_names_none(phrase: str) -> None:
    found = read(phrase, AT, CALENDAR)
    assert found is None or (found.date, found.ask) == (None, None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("by Frday", "by Friday"),
        ("fridy", "Friday"),
        ("Mnoday", "Monday"),
        ("by thurday", "by Thursday"),
        ("saturdya", "Saturday"),
        ("12 Decmeber", "12 December"),
        ("4th Janurary", "4th January"),
        ("end of Novmber", "end of November"),
        ("tomorrrow", "tomorrow"),
        ("2mrw", "tomorrow"),
    ],
)
def test_a_slip_of_the_thumb_means_what_was_meant(typed: str, meant: str) -> None:
    slip, right = read(typed, AT, CALENDAR), read(meant, AT, CALENDAR)
    assert slip is not None and right is not None
    assert (slip.date, slip.words) == (right.date, typed)


@pytest.mark.parametrize(
    "line", ["Sam to thank Augusta", "send sundry bits by Munday", "Jo to ask Frida on behalf of us"]
)
def test_a_name_or_a_word_that_is_near_to_a_day_is_no_slip(line: str) -> None:
    assert find_deadline(line, AT, CALENDAR) is None


@pytest.mark.parametrize(
    ("phrase", "hour"),
    [
        ("5pm Thursday", time(17)),
        ("by 3.30 on Tuesday", time(15, 30)),
        ("by 5", time(17)),
        ("tonight at 8", time(20)),
        ("8 tonight", time(20)),
        ("at 5 in the morning tomorrow", time(5)),
        ("Fri @ 5", time(17)),
        ("COP Friday", None),
        ("first thing Monday", None),
    ],
)
def test_the_time_is_kept_only_where_one_is_said(phrase: str, hour: time | None) -> None:
    found = read(phrase, AT, CALENDAR)
    assert found is not None and found.time == hour


@pytest.mark.parametrize(
    "phrase",
    [
        "in 2-3 weeks",
        "in a week or two",
        "by next Monday",
        "next week",
        "Monday or Tuesday",
        "over Christmas",
        "yesterday",
    ],
)
def test_what_may_mean_two_days_is_not_sure(phrase: str) -> None:
    found = read(phrase, AT, CALENDAR)
    assert found is not None and found.date is not None and not found.sure


def test_a_weekday_that_is_far_from_its_number_is_asked_about() -> None:
    found = read("Tuesday 3rd", AT, CALENDAR)
    assert found is not None and (found.date, found.ask, found.sure) == (None, "two_faced", False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("*Friday*", "Friday"),
        ("(by Friday)", "by Friday"),
        ("- Friday!", "Friday"),
        ("Friday (27th)", "Friday (27th)"),
    ],
)
def test_marks_round_the_words_are_no_part_of_them(typed: str, words: str) -> None:
    found = read(typed, AT, CALENDAR)
    assert found is not None and found.words == words
