#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-device-tables.py SOURCE - the tables of devices, chips and cards fit together.

A device stands below one chip, a chip says what a compiler targets on it, and a
card is a device.
"""
import configparser
import os
import re
import sys

TABLES = os.path.join(sys.argv[1], 'data', 'tables')
GFX = re.compile(r'gfx[0-9]{1,2}[0-9a-f]{2}')
number = 0


def read(name):
    table = configparser.RawConfigParser(strict=True, delimiters=('=',), comment_prefixes=('#',), default_section=None)
    table.optionxform = str
    with open(os.path.join(TABLES, name + '.ini'), encoding='utf-8') as f:
        table.read_file(f)
    return {row: dict(table.items(row)) for row in table.sections()}


def check(what, problems):
    global number
    number += 1
    problems = sorted(problems)
    print('%s %d %s' % ('not ok' if problems else 'ok', number, what))
    for problem in problems[:20]:
        print('# ' + problem)


chips, devices, cards = read('chips'), read('devices'), read('cards')
vendors, platforms = read('pci-vendors'), read('platform-devices')
gc, targets, cuda = read('amd-gc'), read('amd-targets'), read('cuda-architectures')
names, chip_of = {}, {}
twice = set()
for chip, row in devices.items():
    for key, value in row.items():
        if key in ('source', 'date'):
            continue
        if key in names:
            twice.add('%s is in [%s] and in [%s]' % (key, chip_of[key], chip))
        names[key], chip_of[key] = value, chip

print('1..8')
check('a device is written as its ids, in lower case, and has a name', {
    '%s=%s' % (key, name) for key, name in names.items()
    if not re.fullmatch(r'[0-9a-f]{4}:[0-9a-f]{4}(:[0-9a-f]{2})?', key) or not re.fullmatch(r'\S.*[^\s(]', name)
    or 'None' in name})
check('a device has one chip, which has a row', twice | {
    '[%s] is no chip' % chip for chip in devices if chip not in chips} | {
    '%s: its revision is of chip %s, itself of %s' % (key, chip_of[key], chip_of.get(key[:9]))
    for key in names if len(key) > 9 and chip_of.get(key[:9]) != chip_of[key]})
check('the maker of a device is the maker of its chip', {
    '%s is of %s, its chip of %s' % (key, vendors.get(key[:4], {}).get('name'), chips[chip_of[key]]['vendor'])
    for key in names if 'ignore' not in chips[chip_of[key]]
    and vendors.get(key[:4], {}).get('name') != chips[chip_of[key]]['vendor']})
check('a chip says what is compiled for it', {
    '[%s]' % chip for chip, row in chips.items() if 'npu' not in row and 'ignore' not in row
    and ((row['vendor'] == 'nvidia' and not re.fullmatch(r'\d+\.\d', row.get('compute_capability', '')))
         or (row['vendor'] == 'amd' and not GFX.fullmatch(row.get('gfx', '')))
         or (row['vendor'] in ('nvidia', 'amd', 'intel') and not row.get('generation')))})
check('what is compiled for is known to the tables of targets', {
    '[%s] %s' % (chip, row['compute_capability']) for chip, row in chips.items()
    if row.get('vendor') == 'nvidia' and 'npu' not in row and float(row['compute_capability']) >= 5
    and row['compute_capability'] not in cuda} | {
    'amd-gc [%s] %s' % (version, row['gfx']) for version, row in gc.items()
    if row['gfx'] not in {c.get('gfx') for c in chips.values()}} | {
    'amd-targets [%s]' % t for t in targets if t not in {c.get('gfx') for c in chips.values()}})
check('a card is a device, or memory that goes with a chip', {
    '%s in [%s]' % (key, row) for row in cards for key in cards[row]
    if key not in ('source', 'date') and row != 'unified' and key not in names and key not in names.values()})
check('the memory of a card is a size and a speed', {
    '%s=%s' % (key, value) for row in cards for key, value in cards[row].items() if key not in ('source', 'date')
    and not re.fullmatch(r'(\d{1,3})?;(\d{2,4}(\.\d)?)?', value) or value == ';'})
check('a device of the device tree has a maker, a name, and a chip that exists', {
    '[%s]' % row for row, p in platforms.items()
    if not p.get('vendor') or not p.get('name') or p.get('chip', 'agx') not in chips})
