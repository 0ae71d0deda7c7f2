#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The documentation: it can be made, its links lead somewhere, its table is today's.

Usage: test-docs.py GI-DOCGEN GIR MANUAL.MD BENCH-ACCURACY.  Prints TAP.
Environment: EDGEKIT_TEST_SOURCE_ROOT.
"""
import html.parser
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

DOCGEN, GIR, MANUAL, BENCH = [os.path.abspath(path) for path in sys.argv[1:]]
SOURCE = os.environ['EDGEKIT_TEST_SOURCE_ROOT']
DOCS = os.path.join(SOURCE, 'libedgekit', 'docs')


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def content_files():
    text = re.sub(r'#.*', '', read(os.path.join(DOCS, 'edgekit.toml.in')))
    return re.findall(r'"([^"]+)"', re.search(r'content_files = \[(.*?)\]', text, re.S).group(1))


def it_is_made():
    """gi-docgen with its warnings as errors: a reference to what is not there is one."""
    config = os.path.join(SCRATCH, 'edgekit.toml')
    with open(config, 'w', encoding='utf-8') as f:
        f.write(read(os.path.join(DOCS, 'edgekit.toml.in')).replace('@version@', '0'))
    pages = os.path.join(SCRATCH, 'pages')
    os.mkdir(pages)
    shutil.copy(MANUAL, pages)
    result = subprocess.run([DOCGEN, 'generate', '--quiet', '--fatal-warnings', '--no-namespace-dir',
                             '--add-include-path=' + os.path.dirname(GIR), '--config=' + config,
                             '--output-dir=' + HTML, '--content-dir=' + DOCS, '--content-dir=' + pages, GIR],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return result.stdout.splitlines() if result.returncode else []


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.anchors, self.links = set(), []
        self.feed(read(path))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.anchors |= {attrs[name] for name in ('id', 'name') if attrs.get(name)}
        for name in ('href', 'src'):
            if attrs.get(name):
                self.links.append(attrs[name])


def links_lead_somewhere():
    pages = {os.path.relpath(os.path.join(folder, name), HTML): Page(os.path.join(folder, name))
             for folder, _folders, names in os.walk(HTML) for name in names if name.endswith('.html')}
    problems, links = [], 0
    for path, page in sorted(pages.items()):
        for link in page.links:
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc:
                continue
            links += 1
            target = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(url.path))) \
                if url.path else path
            if not os.path.exists(os.path.join(HTML, target)):
                problems.append('%s: %s is not there' % (path, link))
            # the index of the search is made by a script, with anchors of its own
            elif url.fragment and target in pages and url.fragment not in pages[target].anchors:
                problems.append('%s: %s has no such anchor' % (path, link))
    pages_of_ours = {name.replace('.md', '.html') for name in content_files()}
    problems += ['%s is not made' % name for name in sorted(pages_of_ours - set(pages))]
    return problems if links > 1000 else problems + ['only %d links' % links]


def every_page_is_listed():
    there = {name for name in os.listdir(DOCS) if name.endswith('.md')} | {'manual.md'}
    return sorted('%s is listed or there, not both' % name for name in there ^ set(content_files()))


def links_between_files_of_the_source():
    problems = []
    for name in ('README.md', 'CONTRIBUTING.md'):
        for link in re.findall(r'\]\(([^)\s]+)\)', read(os.path.join(SOURCE, name))):
            if not re.match(r'[a-z]+:|#', link) and not os.path.exists(os.path.join(SOURCE, link.split('#')[0])):
                problems.append('%s: %s is not there' % (name, link))
    return problems


def rows(text):
    return [line for line in text.splitlines() if line.startswith('|') and line.count('|') in (5, 9)]


def accuracy_is_what_is_measured():
    """The table that is published is what the benchmark prints now."""
    text = subprocess.run([BENCH, '--markdown'], stdout=subprocess.PIPE, text=True, check=True).stdout
    printed = rows(text)
    published = rows(read(os.path.join(DOCS, 'memory.md')).split('## How good the figures are')[1])
    problems = ['printed, not published: ' + line for line in printed if line not in published]
    problems += ['published, not printed: ' + line for line in published if line not in printed]
    if len(printed) < 20:
        problems.append('only %d rows' % len(printed))
    return problems + (['“./dev bench accuracy --markdown” prints the new table'] if problems else [])


TESTS = [it_is_made, links_lead_somewhere, every_page_is_listed, links_between_files_of_the_source,
         accuracy_is_what_is_measured]


if __name__ == '__main__':
    with tempfile.TemporaryDirectory(prefix='edgekit-docs-') as SCRATCH:
        HTML = os.path.join(SCRATCH, 'html')
        sys.exit(tap.run(TESTS))
