#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tally — a back end in Python: counts what stands in a text, or in a file that the page has."""

import collections
import dataclasses
import html
import re
import sys

import fairlead

plugin = fairlead.Plugin("tally")

MOST = 8
LINES_AT_A_TIME = 2_000


@dataclasses.dataclass
class Word:
    text: str
    times: int


@dataclasses.dataclass
class Count:
    lines: int
    words: int
    letters: int
    common: list[Word]


class Counter:
    def __init__(self):
        self.lines = self.letters = 0
        self.words = collections.Counter()

    def add(self, line):
        self.lines += 1
        self.letters += sum(map(str.isalpha, line))
        self.words.update(word.lower() for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", line))

    def total(self):
        common = [Word(*one) for one in self.words.most_common(MOST)]
        return Count(self.lines, self.words.total(), self.letters, common)


@plugin.method("main.Tally.Count")
def count(text: str) -> Count:
    """What stands in a text."""
    counter = Counter()
    for line in text.splitlines():
        counter.add(line)
    return counter.total()


@plugin.method("main.Tally.CountFile")
def count_file(call: fairlead.Call, name: str, data: bytes) -> Count:
    """The same of a file's bytes; says how far it is, and stops when nobody waits any more."""
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError as problem:
        raise fairlead.Failure(f"{name} is no text in UTF-8", "bad-arguments",
                               {"at": problem.start}) from None
    counter = Counter()
    for number, line in enumerate(lines):
        if number % LINES_AT_A_TIME == 0:
            call.sleep(0)
            plugin.emit("tally/progress", name, number / len(lines))
        counter.add(line)
    plugin.emit("tally/progress", name, 1)
    return counter.total()


@plugin.method("main.Tally.Chart")
def chart(words: list[Word]) -> bytes:
    """The words as bars: an SVG file."""
    longest = max((word.times for word in words), default=1)
    bars = "".join(
        f'<g transform="translate(0 {i * 26})">'
        f'<rect x="130" width="{word.times / longest * 330:.0f}" height="20" rx="3"/>'
        f'<text x="120" y="15" text-anchor="end">{html.escape(word.text)}</text>'
        f'<text x="{word.times / longest * 330 + 138:.0f}" y="15">{word.times}</text></g>'
        for i, word in enumerate(words))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="520" height="{len(words) * 26}" '
            f'font-family="sans-serif" font-size="14" fill="#2c6e8f">{bars}</svg>').encode()


if __name__ == "__main__":
    sys.exit(plugin.run())
