#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is installed is in one package each, and what the packages say of versions and licences is true.

Usage: test-packages.py SOURCE BUILD VERSION PREFIX LIBDIR LIBEXECDIR.  Prints TAP.
The packages themselves are built by ./dev package.
"""
import fnmatch
import glob
import json
import os
import re
import subprocess
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

SOURCE, BUILD, VERSION, PREFIX, LIBDIR, LIBEXECDIR = sys.argv[1:]
PACKAGING = os.path.join(SOURCE, 'data', 'packaging')


def read(*path):
    with open(os.path.join(PACKAGING, *path), encoding='utf-8') as f:
        return f.read()


def installed():
    """Every installed file, where a package of Debian has it: /usr/lib/TRIPLET/…"""
    meson = os.environ.get('MESON', 'meson').split()
    text = subprocess.run(meson + ['introspect', '--installed', BUILD], stdout=subprocess.PIPE, text=True, check=True).stdout
    for path in json.loads(text).values():
        python = re.search(r'/(?:dist|site)-packages/(.*)', path)
        if python:
            yield 'usr/lib/python3/dist-packages/' + python.group(1)
            continue
        for folder, place in ((LIBEXECDIR, 'usr/lib/TRIPLET/edgekit-1'), (LIBDIR, 'usr/lib/TRIPLET'), (PREFIX, 'usr')):
            if path.startswith(folder + '/'):
                yield place + path[len(folder):]
                break
        else:
            yield path.lstrip('/')


FILES = sorted(set(installed()))


def matches(path, pattern):
    pattern = pattern.strip('/')
    return fnmatch.fnmatch(path, pattern) or fnmatch.fnmatch(path, pattern + '/*')


def debian_patterns():
    patterns = {}
    for name in glob.glob(os.path.join(PACKAGING, 'debian', '*.install')):
        patterns[os.path.basename(name)[:-len('.install')]] = read('debian', os.path.basename(name)).split()
    for package, pattern in re.findall(r'dh_install -p(\S+) (\S+)', read('debian', 'rules')):
        patterns[package].append(pattern)
    return patterns


def each_file_is_in_one_package_for_debian():
    patterns = debian_patterns()
    problems = []
    for path in FILES:
        packages = [name for name, globs in patterns.items() if any(matches(path, pattern) for pattern in globs)]
        if len(packages) != 1:
            problems.append('%s is in %s' % (path, ', '.join(packages) or 'no package'))
    return problems if len(FILES) > 40 else ['only %d files' % len(FILES)]


def each_package_for_debian_is_described():
    control = set(re.findall(r'^Package: (\S+)', read('debian', 'control'), re.M))
    return sorted(control ^ set(debian_patterns()))


MACROS = {'_bindir': 'usr/bin', '_datadir': 'usr/share', '_includedir': 'usr/include', '_libdir': 'usr/lib/TRIPLET',
          '_mandir': 'usr/share/man', '_userunitdir': 'usr/lib/systemd/user'}


def each_file_is_in_one_package_for_fedora():
    spec = read('rpm', 'edgekit.spec.in').split('%changelog')[0]
    sections = re.split(r'^%files ?(\w*)(?: -f libs\.files)?$', spec, flags=re.M)
    patterns = {'found by %install': ['*-packages/*', '*/gjs-1.0/*', '*/locale/*']}
    for name, text in zip(sections[1::2], sections[2::2]):
        lines = [line for line in text.splitlines() if line.startswith('%{')]
        patterns[name or 'edgekit'] = [re.sub(r'%\{(\w+)\}', lambda m: MACROS[m.group(1)], line) for line in lines]
    problems = []
    for path in FILES:
        packages = [name for name, globs in patterns.items() if any(matches(path, pattern) for pattern in globs)]
        if len(packages) != 1:
            problems.append('%s is in %s' % (path, ', '.join(packages) or 'no package'))
    return problems


def versions_agree():
    news = open(os.path.join(SOURCE, 'NEWS'), encoding='utf-8').readline()
    found = {'debian/changelog': re.match(r'edgekit \(([\d.]+)-', read('debian', 'changelog')).group(1),
             'NEWS': re.match(r'Version ([\d.]+)', news).group(1),
             'metainfo': re.search(r'<release version="([\d.]+)"', open(os.path.join(
                 SOURCE, 'data', 'org.edgekit.EdgeKit.metainfo.xml.in'), encoding='utf-8').read()).group(1),
             'rpm': re.search(r'\n\* .* - ([\d.]+)-\d+\n', read('rpm', 'edgekit.spec.in')).group(1)}
    # 0.1 is the first of 0.1.0, 0.1.1 …
    return ['%s has %s, not %s' % (where, version, VERSION) for where, version in found.items()
            if version != VERSION and version + '.0' != VERSION]


def the_library_has_its_name():
    control = read('debian', 'control')
    sonames = [path for path in FILES if re.search(r'/libedgekit-1\.so\.\d+$', path)]
    wanted = 'libedgekit-1-%s' % sonames[0].rsplit('.', 1)[1] if sonames else 'no soname'
    return [] if 'Package: %s\n' % wanted in control else ['there is no package %s' % wanted]


def store_permissions(manifest):
    """The Flatpak may read the places of the stores of models, and nothing else but what was downloaded."""
    table = read('..', 'tables', 'stores.ini')
    words = {'~': '~', '{cache}': 'xdg-cache', '{data}': 'xdg-data', '{config}': 'xdg-config', '': ''}
    places = set()
    for line in re.findall(r'^linux(?:-system)?=(.*)$', table, re.M):
        places |= {words[begin] + '/' + rest for begin, rest in
                   re.findall(r'(~|\{cache\}|\{data\}|\{config\}|(?<![^;]))/([^;{}#]+)', line)}
    allowed = {re.match(r'--filesystem=(.*):ro$', argument).group(1) for argument in manifest['finish-args']
               if argument.startswith('--filesystem=')} - {'xdg-download'}
    covers = {place: [path for path in allowed if place == path or place.startswith(path + '/')] for place in places}
    # flatpak keeps /usr for the runtime
    problems = ['it may not read %s' % place for place, by in covers.items() if not by and not place.startswith('/usr/')]
    problems += ['it may read %s for nothing' % path for path in allowed - {path for by in covers.values() for path in by}]
    return problems if len(places) > 15 else ['only %d places' % len(places)]


def the_manifest_is_one():
    manifest = json.loads(read('flatpak', 'org.edgekit.EdgeKit.json.in'))
    options = read('..', '..', 'meson_options.txt')
    problems = [] if 'ntested' in manifest['x-comment'] else ['it does not say that it is untested']
    problems += store_permissions(manifest)
    for option in manifest['modules'][0]['config-opts']:
        if "option('%s'" % re.match(r'-D([\w-]+)=', option).group(1) not in options:
            problems.append('there is no option %s' % option)
    return problems


def every_test_of_the_packages_is_listed():
    listed = set(re.findall(r'^Tests: (\S+)', read('debian', 'tests', 'control'), re.M))
    there = set(os.listdir(os.path.join(PACKAGING, 'debian', 'tests'))) - {'control'}
    return sorted(listed ^ there)


sys.exit(tap.run([each_file_is_in_one_package_for_debian, each_package_for_debian_is_described,
                  each_file_is_in_one_package_for_fedora, versions_agree, the_library_has_its_name, the_manifest_is_one,
                  every_test_of_the_packages_is_listed]))
