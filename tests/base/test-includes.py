#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""No file reaches back: the include graph follows the data flow of design §2."""
import os
import re
import sys

SOURCE = sys.argv[1]
# folder of libedgekit -> folders whose headers it may include
ALLOWED = {
    '.': {'.', 'base'},
    'base': {'.', 'base'},
    'snapshot': {'.', 'base', 'snapshot'},
    'snapshot/probe': {'snapshot/probe'},
    'hardware': {'.', 'base', 'snapshot', 'hardware'},
    'detect': {'.', 'base', 'snapshot', 'hardware', 'detect'},
    'remote': {'.', 'base', 'remote'},
    'model': {'.', 'base', 'remote', 'model'},
    'preflight': {'.', 'base', 'hardware', 'model', 'preflight'},
    'install': {'.', 'base', 'hardware', 'model', 'preflight', 'install'},
    'report': {'.', 'base', 'snapshot', 'hardware', 'model', 'preflight', 'install', 'report'},
    'tool': {'tool'},
    'service': {'service'},
}
# may use every folder: the umbrella header and the functions in one call
TOP = ('edgekit.h', 'edgekit-functions.h', 'edgekit-functions.c', 'edgekit-functions-model.c')
# public to everybody, or generated
GENERATED = {'edgekit-enum-types.h': '.', 'edgekit-version.h': '.', 'config.h': None, 'edgekit.h': None}


def sources(top):
    for folder, _dirs, files in os.walk(top):
        for name in files:
            if name.endswith(('.c', '.h', '.h.in')):
                yield os.path.join(folder, name)


def backward_edges():
    library = os.path.join(SOURCE, 'libedgekit')
    home = dict(GENERATED)
    for path in sources(library):
        home.setdefault(os.path.basename(path), os.path.relpath(os.path.dirname(path), library))
    app_private = {os.path.basename(p) for p in sources(os.path.join(SOURCE, 'app'))}
    for path in sources(library):
        folder = os.path.relpath(os.path.dirname(path), library)
        if os.path.basename(path) in TOP or folder.startswith('docs'):
            continue
        for line, header in includes(path):
            target = home.get(os.path.basename(header))
            if os.path.basename(header) in home and target is not None and target not in ALLOWED[folder]:
                yield '%s:%d includes %s of %s/' % (os.path.relpath(path, SOURCE), line, header, target)
            if re.match(r'(gtk|adwaita|gdk)', header):
                yield '%s:%d includes %s: the library has no window' % (os.path.relpath(path, SOURCE), line, header)
    for path in sources(os.path.join(SOURCE, 'app')):
        for line, header in includes(path):
            name = os.path.basename(header)
            if name in home and name not in app_private and name not in ('edgekit.h', 'config.h'):
                yield '%s:%d includes %s: the app uses <edgekit.h> only' % (os.path.relpath(path, SOURCE), line, header)


def includes(path):
    with open(path, encoding='utf-8') as f:
        for number, text in enumerate(f, 1):
            m = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', text)
            if m:
                yield number, m.group(1)


edges = list(backward_edges())
print('1..1')
for edge in edges:
    print('# ' + edge)
print(('not ok' if edges else 'ok') + ' 1 includes follow the data flow')
sys.exit(bool(edges))
