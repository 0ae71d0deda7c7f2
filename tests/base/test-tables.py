#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every row of every table says where it comes from and when that was looked at."""
import configparser
import os
import re
import sys

TABLES = os.path.join(sys.argv[1], 'data', 'tables')
problems = []
rows = 0
manifest = open(os.path.join(TABLES, 'edgekit-tables.gresource.xml'), encoding='utf-8').read()
names = sorted(n for n in os.listdir(TABLES) if n.endswith('.ini'))
for name in names:
    if '>%s<' % name not in manifest:
        problems.append('%s is not in the manifest' % name)
    table = configparser.RawConfigParser(strict=True, delimiters=('=',), comment_prefixes=('#',), default_section=None)
    table.optionxform = str
    with open(os.path.join(TABLES, name), encoding='utf-8') as f:
        table.read_file(f)
    for row in table.sections():
        rows += 1
        if not table.get(row, 'source', fallback='').strip():
            problems.append('%s [%s] has no source' % (name, row))
        if not re.fullmatch(r'20\d\d-(0[1-9]|1[0-2])(-\d\d)?', table.get(row, 'date', fallback='')):
            problems.append('%s [%s] has no date (YYYY-MM or YYYY-MM-DD)' % (name, row))
for file in re.findall(r'>([^<>]+\.ini)<', manifest):
    if file not in names:
        problems.append('%s is in the manifest and does not exist' % file)
print('1..1')
for problem in problems:
    print('# ' + problem)
print('%s 1 %d rows in %d tables' % ('not ok' if problems else 'ok', rows, len(names)))
sys.exit(bool(problems))
