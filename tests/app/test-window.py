#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-window.py BUILD [GROUP…] - what a person does in the window, through what a screen reader sees.

Each group starts the program once, in a session of its own. Prints TAP.
"""
import json
import os
import re
import subprocess
import sys

from described import describe
from desk import HERE, LAPTOP, MODELS, group, main, model, snapshot, tool


@group('--snapshot', LAPTOP)
def the_house(desk):
    """Tabs, buttons and keys of the window."""
    tabs = [w.name for w in desk.program.list('page tab')]
    assert tabs[:3] == ['This Computer', 'Check a Model', 'Install'], tabs
    desk.find('button', 'Check Again')
    desk.find(None, 'Main Menu')
    desk.find('heading', re.compile(r'Has room for models up to about \d+B'))
    desk.find('label', re.compile(r'^Showing “intel-i7-1370p-hybrid”, recorded on .*, not this computer\.$'))
    desk.find('button', 'Back to This Computer')
    assert not desk.program.list('label', re.compile('right now'))
    for key in ('alt+3', 'alt+2', 'alt+1'):
        desk.keys(key)
        heading = {'alt+1': r'Has room for', 'alt+2': r'Will It Run', 'alt+3': r'Use '}[key]
        desk.find(None, re.compile(heading))
        desk.every_control_has_a_name()


@group('--snapshot', LAPTOP)
def a_model_is_checked(desk):
    """A name is typed; the verdict, the tile and the picture agree with the command."""
    desk.check(model('llama-3.2-1b'))
    desk.find('heading', 'Runs on the processor')
    answer = json.loads(tool('check', '--snapshot', LAPTOP, model('llama-3.2-1b'), '--json'))
    total = '%.1f' % (answer['estimate']['total'] / 2 ** 30)
    desk.find('label', re.compile(r'^%s\u00a0GiB$' % re.escape(total)))
    picture = desk.find('image', re.compile(r'^Main memory: uses .* free, fits$'))
    order = [picture.description.index(word) for word in ('Model', 'Conversation', 'Working space')]
    assert order == sorted(order), picture.description
    desk.every_control_has_a_name()


@group('--snapshot', LAPTOP, model('llama-3.2-1b'))
def the_slider_moves_the_answer(desk):
    """One stop of the slider changes the picture."""
    picture = desk.find('image', re.compile('^Main memory: '))
    before, slider = picture.description, desk.slider()
    from gi.repository import Atspi
    Atspi.Value.set_current_value(slider.accessible, slider.value + 1)
    desk.wait_for(lambda: picture.description != before, 'another picture after the slider moved')


@group('--snapshot', LAPTOP, 'catalogue:qwen3-32b')
def the_longest_that_fits_is_used(desk):
    """The tile, the picture and the headline follow the slider, which keeps the focus; the longest conversation
    that fits is two digits, no more than the command says, and its answer is no “no”."""
    answer = json.loads(tool('check', '--snapshot', LAPTOP, 'catalogue:qwen3-32b', '--json'))
    usable = answer['context']['usable']
    step = 10 ** (len(str(usable)) - 2)
    desk.find('heading', 'Fits, but only just')
    picture, slider = desk.find('image', re.compile('^Main memory: ')), desk.slider()
    tile = desk.find('label', re.compile(r'^%.1f\s?GiB$' % (answer['estimate']['total'] / 2 ** 30)))
    drawn, needed = picture.description, tile.name
    desk.keys('ctrl+l')
    desk.focus(slider)
    desk.keys('End')
    desk.find('heading', 'Runs with a shorter conversation')
    desk.wait_for(lambda: picture.description != drawn and tile.name != needed, 'another tile and picture')
    assert slider.has_focus
    desk.find('button', 'Use Longest That Fits').press()
    desk.find('label', '{:,} tokens'.format(usable // step * step))
    desk.wait_for(lambda: not desk.program.list('heading', 'Runs with a shorter conversation'), 'a verdict that is no no')
    desk.find('heading', 'Fits, but only just')


@group('--snapshot', snapshot('amd-rx6900xt'))
def a_graphics_card_is_told_of(desk):
    """What a card is good for: the size of models, its memory, and the speed of one that most people run."""
    desk.find('heading', re.compile(r'Good for models up to about \d+B'))
    desk.find('label', '8B model')
    desk.find('label', re.compile(r'^\d+–\d+\s?tokens/s$'))
    desk.find(None, re.compile('^AMD Radeon RX 6900 XT'))


@group('--snapshot', LAPTOP, '--page', 'model')
def a_suggestion_is_checked(desk):
    """What runs here is offered before anybody names a model: the list opens, finds by name, and one is checked."""
    wanted = json.loads(tool('suggest', '--snapshot', LAPTOP, '--json'))['models']
    desk.walk_to(desk.find('list item', re.compile(r'^Show All %d' % len(wanted))))
    desk.keys('Return')
    desk.find('frame', 'Fits This Computer')
    desk.find(None, 'Name of a model')
    desk.type('qwen3 8b')
    row = desk.wait_for(lambda: next((w for w in desk.program.list('list item', 'Qwen3 8B')), None), 'Qwen3 8B')
    desk.every_control_has_a_name()
    desk.keys('Tab')
    desk.walk_to(row)
    desk.keys('Return')
    desk.find('heading', 'Runs on the processor')
    desk.find('label', re.compile(r'^Qwen3 8B \(Q4_K_M\) fits'))


@group('--snapshot', LAPTOP, '--page', 'model', 'catalogue:qwen3-32b')
def another_version_is_chosen(desk):
    """The versions of a model: one is recommended, the keyboard chooses it, and Undo takes the first one back."""
    desk.find('heading', 'Fits, but only just')
    wanted = json.loads(tool('variants', '--snapshot', LAPTOP, 'catalogue:qwen3-32b', '--json'))['variants']
    best = [v['name'] for v in wanted if v.get('recommended')]
    assert len(best) == 1, best
    rows = desk.wait_for(lambda: desk.program.list('list item', re.compile('Recommended')), 'the recommended version')
    assert len(rows) == 1 and rows[0].name.startswith(best[0] + ', '), rows
    desk.keys('ctrl+l')
    desk.walk_to(rows[0])
    entry = desk.find('text', re.compile('Model file'))
    desk.keys('Return')
    # a toast does not stay: it is pressed first
    desk.find('button', re.compile('^Undo'), depth=14).press()
    desk.wait_for(lambda: entry.text == 'catalogue:qwen3-32b', 'the first version after Undo')
    desk.find('heading', 'Fits, but only just')
    desk.keys('ctrl+l')
    rows = desk.wait_for(lambda: desk.program.list('list item', re.compile('Recommended')), 'the recommended version')
    desk.walk_to(rows[0])
    desk.keys('Return')
    desk.find('heading', 'Runs on the processor')
    assert entry.text == 'catalogue:qwen3-32b:' + best[0], entry.text


@group('--snapshot', LAPTOP, '--page', 'model', 'catalogue:qwen3-32b')
def a_tip_is_used(desk):
    """A tip changes the settings that it names, and Undo changes them back."""
    desk.find('heading', 'Fits, but only just')
    label = desk.find('label', re.compile('^Limit conversations to 4,096'))
    row = desk.find('list item', re.compile('^Limit conversations to 4,096'))
    next(w for w in row.all() if w.role in ('button', 'push button')).press()
    desk.find('button', re.compile('^Undo'), depth=14).press()
    desk.wait_for(lambda: label.seen, 'the tip again')
    desk.wait_for(lambda: desk.slider().value == 2, 'the length after Undo')


def download_a_model(session):
    cache = os.path.join(session.home, 'llama.cpp')
    os.makedirs(cache)
    # most of it is a hole; a link out of a store is not followed
    subprocess.run(['cp', '--sparse=always', model('llama-3.2-1b'),
                    os.path.join(cache, 'someone_Llama-3.2-1B-GGUF_llama-3.2-1b-Q4_K_M.gguf')], check=True)


@group('--snapshot', LAPTOP, '--page', 'model', size=(900, 1000), prepare=download_a_model)
def what_is_here_is_offered(desk):
    """A model that another program downloaded is in the list, and can be checked."""
    desk.find(None, 'Already on This Computer')
    desk.walk_to(desk.find('list item', re.compile('[Ll]lama-3.2-1[Bb]')))
    desk.keys('Return')
    desk.find('heading', 'Runs on the processor')


@group('--snapshot', LAPTOP, model('llama-3.1-405b'))
def too_big_is_said(desk):
    """A model that cannot run: the headline, and what does not fit."""
    desk.find('heading', 'Too big for this computer')
    desk.find('label', re.compile('too much'))


@group('--snapshot', LAPTOP)
def mistakes_keep_what_was_typed(desk):
    """A missing file and one that is no model: a headline each, and the text stays."""
    entry = desk.check('/nonexistent/some-model.gguf')
    desk.find(None, 'No Such File')
    assert entry.text == '/nonexistent/some-model.gguf', entry.text
    entry = desk.check(os.path.join(HERE, 'session.py'))
    desk.find(None, 'This Is Not a Model File')
    assert entry.text.endswith('session.py'), entry.text


@group('--snapshot', LAPTOP, '--page', 'install')
def the_command_is_copied(desk):
    """Copy puts the one command on the clipboard, for the chosen shell."""
    desk.find('heading', re.compile('^Use '))
    desk.find('button', 'Copy').press()
    desk.program.find_toast('Command copied')
    # of the toolkit's, and it gives it no name
    desk.find('button', 'Dismiss', depth=14)
    copied = desk.copied()
    wanted = json.loads(tool('install', '--snapshot', LAPTOP, '--shell', 'bash', '--json'))
    assert copied == wanted['command'], (copied, wanted['command'])
    assert '\n' not in copied
    desk.every_control_has_a_name()


@group('--snapshot', LAPTOP, model('llama-3.2-1b'))
def the_report_is_copied(desk):
    """The preview is what is copied, and nothing private is in it."""
    desk.find('heading', 'Runs on the processor')
    desk.program.window_action('win.report')
    dialog = desk.find('frame', 'Report') if desk.program.list('frame', 'Report') else desk.program
    preview = dialog.find('text', 'Preview of the report')
    desk.wait_for(lambda: 'llama' in preview.text, 'the model in the preview')
    text = preview.text
    dialog.find('button', 'Copy').press()
    desk.program.find_toast('Report copied. Nothing was sent.')
    assert desk.copied() == text
    for private in (os.path.expanduser('~'), os.uname().nodename, MODELS):
        assert private not in text, private
    assert '13th Gen Intel Core i7-1370P' in text


@group(prepare=lambda session: describe(session, 'private'))
def the_report_tells_what_was_removed(desk):
    """How many names were taken out, and the preview has none of them; with another form, too."""
    desk.find('label', re.compile('/home/zaphod/drivers'))
    desk.program.window_action('win.report')
    removed = desk.find('list item', 'Removed')
    desk.wait_for(lambda: removed.description == '1 home folder', 'what was removed')
    preview = desk.find('text', 'Preview of the report')
    assert '▒▒▒▒/drivers is in the way' in preview.text, preview.text
    assert 'zaphod' not in preview.text
    desk.every_control_has_a_name()


@group('--snapshot', LAPTOP, model('llama-3.2-1b'), text=1.5)
def the_report_is_at_hand(desk):
    """Where text is large, too, both ways to hand it out are seen, and Return copies; a switch that does nothing for
    the chosen format is grey."""
    desk.find('heading', 'Runs on the processor')
    desk.keys('ctrl+s')
    desk.find('frame', 'Report')
    copy, save = desk.find('button', 'Copy'), desk.find('button', 'Save…')
    desk.wait_for(lambda: copy.has_focus, 'the focus on Copy')
    desk.wait_for(lambda: 0 < save.box[1] < desk.session.size[1] - save.box[3], 'all of the button Save')
    readings = desk.find('list item', 'Include raw readings')
    desk.wait_for(lambda: 'sensitive' not in readings.states, 'a grey switch with Markdown')
    desk.keys('Tab', 'Return', 'Down', 'Down', 'Return')
    desk.wait_for(lambda: 'sensitive' in readings.states, 'a switch with JSON')
    desk.keys('shift+Tab', 'Return')
    assert desk.copied().startswith('{')


@group('--snapshot', LAPTOP, model('llama-3.2-1b'), size=(360, 640))
def narrow_has_everything(desk):
    """At 360 pixels the tabs are below, and nothing is cut sideways."""
    desk.find('heading', 'Runs on the processor')
    below = [t.name for t in desk.program.list('page tab') if t.box[1] > 400]
    assert below == ['This Computer', 'Check a Model', 'Install'], below
    desk.slider()
    desk.settled(desk.cut_sideways, 'cut sideways')
    # what is checked begins at its begin
    from gi.repository import Atspi
    entry = desk.find('text', re.compile('^Model file'))
    assert not entry.has_focus and Atspi.Text.get_caret_offset(entry.accessible) == 0
    # without the padding of 5 pixels above and below; a finger wants 44
    flat = [(w, w.box) for w in (desk.find('button', 'Back to This Computer'), desk.find('button', 'Use Longest That Fits'))
            if w.box[3] < 34]
    assert not flat, flat


sys.exit(main())
