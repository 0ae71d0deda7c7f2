#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-recipe-tables.py SOURCE - the tables behind the install commands make sense.

A misspelt key would be read by nobody, and a wrong one written into a command that
people run. That every row has a source and a date is looked at by test-tables.py.
"""
import configparser
import os
import re
import sys

TABLES = os.path.join(sys.argv[1], 'data', 'tables')
VERSION = r'\d+(\.\d+)?'
BACKENDS = r'cpu|vulkan|sycl|hip|cuda|metal'
SYSTEMS = r'linux|macos|windows'
PLATFORM = r'(linux|macos|windows)-(x86_64|aarch64|riscv64|s390x|ppc64le)'
PACKAGE = r'[A-Za-z0-9@.+_-]+(%s)?[A-Za-z0-9@.+_-]*'
WORD = r'[A-Za-z0-9@.+_#:/-]+'
TEXT, BOOLEAN = r'.+', r'true|false'


def many(pattern):
    return r'(%s)(;(%s))*' % (pattern, pattern)


# table: (pattern of a row's name, keys that each row has, keys that it may have)
TABLE = {
    'cmake-options': (r'(GGML|LLAMA|CMAKE|GPU)_[A-Z0-9_]+', {'engines': many(WORD)}, {}),
    'engines': (WORD, {'title': TEXT, 'loads': TEXT, 'aliases': r'.*'}, {
        'systems': many(SYSTEMS), 'architectures': many(r'x86_64|aarch64'), 'musl': BOOLEAN, 'glibc': VERSION,
        'macos': VERSION, 'windows': r'\d+', 'python': VERSION, 'python_most': VERSION, 'capability': VERSION,
        'driver_linux': VERSION, 'driver_windows': VERSION, 'old_capability': VERSION, 'old_driver': VERSION,
        'requirements_source': TEXT, 'machines': r'rpc|ray', 'machines_source': TEXT}),
    'engine-packages': (WORD, {'command': many(WORD), 'backends': many(BACKENDS), 'systems': many(SYSTEMS)},
                        {'distributions': many(r'[a-z-]+'), 'least': VERSION, 'architectures': many(r'x86_64|aarch64')}),
    'wheels': (r'[a-z0-9-]+', {'backend': BACKENDS, 'platforms': many(PLATFORM)}, {
        'index': r'[a-z0-9-]+', 'cuda': VERSION, 'glibc': VERSION, 'least': VERSION, 'most': VERSION, 'ptx': BOOLEAN,
        'avx2': BOOLEAN, 'musl': BOOLEAN, 'rocm': VERSION}),
    'llama-releases': (r'[a-z0-9-]+', {'backend': BACKENDS, 'platform': PLATFORM, 'file': r'tar\.gz|zip'}, {
        'name': r'[a-z0-9.*\[\]-]+', 'glibc': VERSION, 'cuda': VERSION, 'least': VERSION, 'download': r'\d+',
        'rpc': BOOLEAN}),
    'cuda-drivers': (VERSION, {'linux': VERSION, 'windows': VERSION}, {}),
    'cuda-architectures': (VERSION, {}, {'oldest': VERSION, 'newest': VERSION}),
    'cuda-hosts': (VERSION, {'gcc': r'\d+'}, {'msvc': VERSION}),
    'amd-targets': (r'gfx[0-9a-f]{3,4}', {}, {
        'rocm': VERSION, 'windows': BOOLEAN, 'ollama': many(r'linux|windows'), 'vllm': VERSION, 'near': r'gfx[0-9a-f]+',
        'override': r'\d+\.\d+\.\d+'}),
    'intel-graphics': (r'[a-z0-9-]+', {'compute': BOOLEAN}, {'names': TEXT}),
    'visual-studio': (r'20\d\d', {'msvc': r'19\.\d+'}, {}),
    'package-managers': (r'[a-z]+', {'systems': many(r'[a-z-]+'), 'install': many(WORD), 'base': many(PACKAGE),
                                     'python': many(PACKAGE)}, {
        'refresh': many(WORD), **{key: many(PACKAGE) for key in (
            'venv', 'compiler', 'cuda', 'cuda_runtime', 'rocm', 'vulkan_build', 'vulkan_driver', 'vulkan_driver_amd',
            'vulkan_driver_intel', 'vulkan_driver_nvidia', 'download', 'ollama', 'mpi')}}),
    'ggml-backends': (r'[a-z]+', {'title': TEXT}, {
        'device': r'[A-Za-z]+', 'vendors': many(r'[a-z-]+'), 'libraries': many(r'lib[A-Za-z0-9_]+\.so')}),
    'ggml-features': (r'[a-z0-9_]+', {'feature': r'[a-z0-9_]+'}, {}),
    'server-cards': (r'[a-z]+', {'names': TEXT}, {}),
}
# Options that ggml does not have, or not any more, under names that people remember.
GONE = re.compile(r'LLAMA_(CUBLAS|CUDA|HIPBLAS|METAL)|GGML_(CUBLAS|HIPBLAS|OPENBLAS|SVE|CUDA_F16|HIP_ROCWMMA_FATTN|'
                  r'CUDA_ENABLE_UNIFIED_MEMORY|HIP_UMA|BACKEND_DL|CPU_ALL_VARIANTS)')
problems = []


def read(name):
    table = configparser.RawConfigParser(strict=True, delimiters=('=',), comment_prefixes=('#',), default_section=None)
    table.optionxform = str
    with open(os.path.join(TABLES, name + '.ini'), encoding='utf-8') as f:
        table.read_file(f)
    return table


def number(version):
    return tuple(int(part) for part in version.split('.'))


def check_keys(name, table):
    row_pattern, needed, possible = TABLE[name]
    patterns = {**needed, **possible, 'source': TEXT, 'date': TEXT}
    for row in table.sections():
        where = '%s [%s]' % (name, row)
        if not re.fullmatch(row_pattern, row):
            problems.append('%s: what is that?' % where)
        problems.extend('%s has no %s' % (where, key) for key in needed if key not in table[row])
        for key, value in table[row].items():
            if key not in patterns:
                problems.append('%s: nobody reads “%s”' % (where, key))
            elif not re.fullmatch(patterns[key], value):
                problems.append('%s: %s=%s' % (where, key, value))


def check_order(name, table, keys):
    """Rows are versions, upwards; so is what stands in them."""
    rows = table.sections()
    for before, row in zip(rows, rows[1:]):
        if number(before) >= number(row):
            problems.append('%s: %s stands behind %s' % (name, row, before))
        for key in keys:
            if key in table[row] and key in table[before] and number(table[before][key]) > number(table[row][key]):
                problems.append('%s [%s]: %s is below that of %s' % (name, row, key, before))


def check_wheels(table):
    for row in table.sections():
        cuda = table[row].get('cuda')
        if (table[row]['backend'] == 'cuda') != (cuda is not None):
            problems.append('wheels [%s]: CUDA without a version, or a version without CUDA' % row)
        if cuda and row != 'cu' + cuda.replace('.', ''):
            problems.append('wheels [%s]: the index of CUDA %s has another name' % (row, cuda))
        if cuda and not number(table[row]['least']) <= number(table[row]['most']):
            problems.append('wheels [%s]: least and most' % row)


def check_releases(table):
    for row in table.sections():
        data = table[row]
        if (data['backend'] == 'cuda') != ('cuda' in data and 'least' in data):
            problems.append('llama-releases [%s]: CUDA needs cuda= and least=' % row)
        system = 'win' if row.startswith('win') else row.split('-')[0]
        if not data['platform'].startswith({'win': 'windows', 'ubuntu': 'linux', 'macos': 'macos'}[system]):
            problems.append('llama-releases [%s]: platform=%s' % (row, data['platform']))
        if (data['file'] == 'zip') != (system == 'win'):
            problems.append('llama-releases [%s]: file=%s' % (row, data['file']))


def check_managers(table):
    owners = {}
    for row in table.sections():
        for system in table[row]['systems'].split(';'):
            if system in owners:
                problems.append('package-managers: %s is of %s and of %s' % (system, owners[system], row))
            owners[system] = row
        for key, value in table[row].items():
            if '%s' in value and key not in ('compiler', 'cuda', 'cuda_runtime'):
                problems.append('package-managers [%s]: no version is put into %s' % (row, key))


def check_names(tables):
    engines = tables['engines'].sections()
    managers = tables['package-managers'].sections() + ['conda', 'nix', 'port']
    for option in tables['cmake-options'].sections():
        if GONE.fullmatch(option):
            problems.append('cmake-options [%s]: ggml ignores it without a word' % option)
        problems.extend('cmake-options [%s]: %s is no engine' % (option, e)
                        for e in tables['cmake-options'][option]['engines'].split(';') if e not in engines)
    for row in tables['engine-packages'].sections():
        engine, _slash, manager = row.partition('/')
        if engine not in engines or manager not in managers:
            problems.append('engine-packages [%s]: an engine and a manager' % row)
    for row in tables['amd-targets'].sections():
        near = tables['amd-targets'][row].get('near')
        if near and near not in tables['amd-targets']:
            problems.append('amd-targets [%s]: near=%s has no row' % (row, near))
    spellings = [s for e in engines for s in [e] + tables['engines'][e]['aliases'].split(';') if s]
    problems.extend('engines: “%s” means two' % s for s in set(spellings) if spellings.count(s) > 1)
    for name in ('engine-packages', 'package-managers'):
        for row in tables[name].sections():
            for key, value in tables[name][row].items():
                if re.search(r'sudo;pip|--break-system-packages', value):
                    problems.append('%s [%s]: %s=%s' % (name, row, key, value))


tables = {name: read(name) for name in TABLE}
for name, table in tables.items():
    check_keys(name, table)
if not problems:
    check_order('cuda-drivers', tables['cuda-drivers'], ('linux', 'windows'))
    check_order('cuda-architectures', tables['cuda-architectures'], ())
    check_order('cuda-hosts', tables['cuda-hosts'], ('gcc', 'msvc'))
    check_order('visual-studio', tables['visual-studio'], ('msvc',))
    check_wheels(tables['wheels'])
    check_releases(tables['llama-releases'])
    check_managers(tables['package-managers'])
    check_names(tables)
print('1..1')
for problem in problems:
    print('# ' + problem)
print('%s 1 %d rows in %d tables of recipes' % ('not ok' if problems else 'ok',
                                               sum(len(t.sections()) for t in tables.values()), len(tables)))
sys.exit(bool(problems))
