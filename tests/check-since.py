#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-since.py VERSION LIST GIR HEADER… - each exported function says since when it exists, everywhere the same.

The list of symbols is compared with the library by check-symbols.py; here with the headers
(EDGEKIT_AVAILABLE_IN_x_y) and the documentation (Since:). Prints TAP.
"""
import re
import sys
import xml.etree.ElementTree

version, symbols, gir, *headers = sys.argv[1:]
C = '{http://www.gtk.org/introspection/c/1.0}'
GLIB = '{http://www.gtk.org/introspection/glib/1.0}'


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def newer(one, other):
    return [int(n) for n in one.split('.')[:2]] > [int(n) for n in other.split('.')[:2]]


exported = set(read(symbols).split())
declared = {}
for header in headers:
    text = re.sub(r'/\*.*?\*/', '', read(header), flags=re.S)
    for macro, declaration in re.findall(r'EDGEKIT_AVAILABLE_IN_(\d+_\d+)\s+(G_DECLARE_\w+ \([^)]*\)|[^;{]*[;{])', text):
        final = re.match(r'G_DECLARE_\w+ \(\w+, (\w+)', declaration)
        name = final.group(1) + '_get_type' if final else re.search(r'(\w+) *\(', declaration).group(1)
        declared[name] = macro.replace('_', '.')

documented = {}
for element in xml.etree.ElementTree.parse(gir).getroot().iter():
    name = element.get(C + 'identifier') or element.get(GLIB + 'get-type')
    if name:
        documented[name] = element.get('version')

problems = {'every exported function is declared with a version': [], 'the documentation says the same': [],
            'no version is newer than this one': [], 'no declaration is without a function': []}
for name in sorted(exported):
    # the types of enumerations are made by glib-mkenums
    since = declared.get(name)
    generated = name.endswith('_get_type') and name in documented and since is None
    if since is None and not generated:
        problems['every exported function is declared with a version'].append(name)
    if name not in documented:
        problems['the documentation says the same'].append('%s is not introspected' % name)
    elif documented[name] is None or (since and documented[name] != since):
        problems['the documentation says the same'].append('%s: %s, header %s' % (name, documented[name], since))
    if since and newer(since, version):
        problems['no version is newer than this one'].append('%s: %s' % (name, since))
problems['no declaration is without a function'] += sorted(set(declared) - exported)

print('1..%d' % len(problems))
for number, (what, found) in enumerate(problems.items(), 1):
    print('%s %d %s' % ('not ok' if found else 'ok', number, what))
    for problem in found:
        print('# ' + problem)
sys.exit(any(problems.values()))
