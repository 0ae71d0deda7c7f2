#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-contrast.py SOURCE - the window's own colours can be read: WCAG 2.1, 1.4.3 and 1.4.11.

Text needs 4.5 to 1, a picture of a number 3 to 1 against the card, unless it has
another sign (a gap and a label, as what other programs use has). Prints TAP.
"""
import os
import re
import sys

APP = os.path.join(os.path.abspath(sys.argv[1]), 'app')
# libadwaita 1.2's own: a card, and the window behind it
SURFACES = {'light': ('#ffffff', '#fafafa'), 'dark': ('#363636', '#242424')}
ACCENT = {'light': '#3584e4', 'dark': '#3584e4'}
OUTCOMES = {'fits': ('fits_tint', 0.17), 'tight': ('tight_tint', 0.25), 'partial': ('accent', 0.17),
            'no': ('over_color', 0.15)}


# of what is written
TEXT = {'light': ('#000000', 0.8), 'dark': ('#ffffff', 1)}


def ring():
    """How much of that the ring of a version that is not chosen has."""
    text = open(os.path.join(APP, 'ek-widgets.css')).read()
    return float(re.search(r'\n\.choice {.*?box-shadow: [^;]*currentColor, ([\d.]+)\)', text, re.DOTALL)[1])


def colours(*files):
    found = {}
    for file in files:
        text = open(os.path.join(APP, file)).read()
        found.update(re.findall(r'@define-color ek_(\w+) (#[0-9a-f]{6});', text))
    return found


def channels(colour):
    return [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]


def over(colour, alpha, ground):
    return [a * alpha + b * (1 - alpha) for a, b in zip(channels(colour), channels(ground))]


def luminance(rgb):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    a, b = sorted((luminance(a), luminance(b)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def pairs(theme, named):
    """What is seen on what, and how far apart it has to be."""
    card, window = SURFACES[theme]
    named = dict(named, accent=ACCENT[theme])
    for outcome, (tint, alpha) in OUTCOMES.items():
        yield ('the badge “%s”' % outcome, channels(named[outcome + '_color']), over(named[tint], alpha, card), 4.5)
    for part in ('others', 'weights', 'kv', 'state', 'compute'):
        yield ('the text on “%s”' % part, channels(named[part + '_text']), channels(named[part + '_color']), 4.5)
    for part in ('weights', 'kv', 'compute', 'over'):
        yield ('the bar “%s”' % part, channels(named[part + '_color']), channels(card), 3)
    colour, alpha = TEXT[theme]
    yield ('the ring of a choice', over(colour, alpha * ring(), card), channels(card), 3)
    for place in (card, window):
        yield ('the label of the zone', channels(named['fits_color']), channels(place), 3)
        yield ('the label of the limit', channels(named['dim_color']), channels(place), 4.5 if place == card else 3)


def main():
    themes = {'light': colours('ek-widgets.css'), 'dark': colours('ek-widgets.css', 'ek-widgets-dark.css')}
    cases = [(theme, *pair) for theme, named in themes.items() for pair in pairs(theme, named)]
    failed = 0
    print('1..%d' % len(cases))
    for n, (theme, what, a, b, wanted) in enumerate(cases, 1):
        found = contrast(a, b)
        good = found >= wanted
        failed += not good
        print('%sok %d - %s, %s: %.2f, wanted %.1f' % ('' if good else 'not ', n, theme, what, found, wanted))
    return failed != 0


sys.exit(main())
