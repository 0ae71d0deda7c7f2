#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-translations.py SOURCE [--update] - the catalogues have every sentence of today, and none that would not
be found.

Prints TAP.  With --update, brings the catalogues up to today instead: new sentences come in without a translation,
and what is not said any more stays at their ends.
"""
import os
import re
import subprocess
import sys
import tempfile

SOURCE = os.path.abspath(sys.argv[1])
PO = os.path.join(SOURCE, 'po')
# as po/meson.build and the preset that it names
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dcgettext:2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3',
            '_edgekit_ngettext:1,2', '_edgekit_pgettext:1c,2']


def run(*command):
    run = subprocess.run(command, cwd=SOURCE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return run.returncode, run.stdout


def extract(pot):
    """What xgettext finds; a warning of it is a sentence that cannot be translated."""
    code, said = run('xgettext', '--from-code=UTF-8', '--add-comments', '--files-from=po/POTFILES.in', '-o', pot,
                     *('--keyword=' + k for k in KEYWORDS))
    cut = re.findall(r'^msgid "(?:.*[^%])?%(?:\d+\$)?"$', open(pot).read(), re.M)
    # a macro in the middle of a sentence ends it for xgettext; those of <inttypes.h> do not
    return ['xgettext ended with %d: %s' % (code, said)] * (code != 0) + ['cut off: ' + c for c in cut]


def listed():
    """Files with a sentence that POTFILES.in does not name."""
    names = {line.strip() for line in open(os.path.join(PO, 'POTFILES.in')) if not line.startswith('#')}
    missing = []
    for top in ('app', 'libedgekit', 'data'):
        for folder, _folders, files in os.walk(os.path.join(SOURCE, top)):
            for file in files:
                path = os.path.relpath(os.path.join(folder, file), SOURCE)
                if path in names or not file.endswith(('.c', '.ui', '.h')):
                    continue
                text = open(os.path.join(SOURCE, path), encoding='utf-8').read()
                if re.search(r'(?<![A-Za-z])(N?C?_|ngettext) \("' if file.endswith(('.c', '.h'))
                             else 'translatable="yes"', text):
                    missing.append(path)
    return missing


def check(language, pot):
    po = os.path.join(PO, language + '.po')
    code, said = run('msgfmt', '-c', '-v', '-o', os.devnull, po)
    problems = [said] if code or 'fuzzy' in said or 'untranslated' in said else []
    code, said = run('msgcmp', po, pot)
    return problems + ([said] if code else [])


def update(languages):
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, 'edgekit.pot')
        problems = extract(pot)
        for language in [] if problems else languages:
            # a guess would be taken for a translation
            code, said = run('msgmerge', '--quiet', '--update', '--backup=off', '--no-fuzzy-matching', '--width=120',
                             os.path.join(PO, language + '.po'), pot)
            problems += [said] * (code != 0)
    sys.stderr.writelines(problem.rstrip() + '\n' for problem in problems)
    return 1 if problems else 0


def main():
    languages = [line.strip() for line in open(os.path.join(PO, 'LINGUAS')) if line.strip() and line[0] != '#']
    if '--update' in sys.argv[2:]:
        return update(languages)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, 'edgekit.pot')
        results = [('every file with a sentence is listed', listed()), ('no sentence is cut off', extract(pot))]
        results += [('the translation into “%s” is complete' % language, check(language, pot))
                    for language in languages]
    results.append(('there are translations', [] if languages else ['po/LINGUAS is empty']))
    print('1..%d' % len(results))
    for n, (what, problems) in enumerate(results, 1):
        for problem in problems:
            print('# ' + problem.rstrip().replace('\n', '\n# '))
        print('%sok %d - %s' % ('not ' * bool(problems), n, what))
        failed += bool(problems)
    return failed != 0


sys.exit(main())
