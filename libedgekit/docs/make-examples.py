#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make-examples.py [--check] - writes the page examples.md from the examples, as they are run.

With --check it only looks whether the page is today's. Prints TAP then.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, 'examples.md')
HEAD = '''Title: Examples
Slug: examples

# Examples

Small programs to start from. The tests install the library, copy these out of its sources, build them there, run them
on recorded computers, and compare what they print with the documents of the command. What each language offers is said
in [Python, JavaScript, Vala and C](languages.html).
'''
EXAMPLES = (
    ('A preflight in an application', 'python', 'python/check_before_loading.py'),
    ('An installer that knows the hardware', 'python', 'python/install_engine.py'),
    ('A dependency that suits the computer', 'python', 'python/choose_dependency.py'),
    ('The service, from a sandbox', 'python', 'python/ask_the_service.py'),
    ('A window in JavaScript', 'js', 'javascript/model-check.js'),
    ('Suggestions in Vala', 'vala', 'vala/suggest-models.vala'),
    ('A check in C', 'c', 'c/check-model.c'),
    ('How the last is built', 'meson', 'c/meson.build'),
)


def make():
    parts = [HEAD]
    for title, language, path in EXAMPLES:
        with open(os.path.join(HERE, 'examples', path), encoding='utf-8') as file:
            lines = file.read().splitlines()
        code = [line for line in lines if 'SPDX-License-Identifier' not in line]
        while not code[0]:
            code.pop(0)
        parts.append('## %s\n\n`%s`\n\n```%s\n%s\n```\n' % (title, path, language, '\n'.join(code)))
    return '\n'.join(parts)


def check():
    with open(PAGE, encoding='utf-8') as file:
        same = file.read() == make()
    print('1..1\n%s 1 examples.md is what make-examples.py writes' % ('ok' if same else 'not ok'))
    return 0 if same else 1


if sys.argv[1:] == ['--check']:
    sys.exit(check())
with open(PAGE, 'w', encoding='utf-8') as page:
    page.write(make())
