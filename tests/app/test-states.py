#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-states.py BUILD [GROUP…] - what the window shows of each kind of computer and of what goes wrong.

As test-window.py; the computers are recorded ones, or described as a person would.
"""
import json
import os
import re
import shutil
import sys
import time

from described import describe
from desk import HEADER, LAPTOP, group, main, model, snapshot, tool


def described(name):
    return lambda session: describe(session, name)


def report_of_another(session):
    """A report that somebody saved on another computer."""
    path = os.path.join(session.home, 'report.json')
    with open(path, 'w') as f:
        f.write(tool('report', '--snapshot', snapshot('amd-rx6900xt'), '--format', 'json'))
    return ['--hardware', path]


@group(prepare=described('driver-missing'))
def a_missing_driver_needs_attention(desk):
    """Show How opens what to do, with the command to copy."""
    desk.find(None, 'Needs Attention')
    desk.find('label', 'The NVIDIA driver is not installed.')
    row = desk.find('list item', 'No usable graphics card')
    assert row.description == 'The NVIDIA driver is not installed.', row.description
    desk.find('button', 'Show How').press()
    desk.find('frame', 'What to Do')
    desk.find('heading', 'The NVIDIA driver is not installed.')
    desk.every_control_has_a_name()
    desk.find('button', 'Copy').press()
    desk.program.find_toast('Command copied')
    assert desk.copied() == 'sudo apt install nvidia-driver', desk.clipboard()
    dialog = next(w for w in desk.program.parts if w.list('heading', 'The NVIDIA driver is not installed.'))
    dialog.find('button', 'Close').press()
    desk.wait_for(lambda: not desk.program.list('heading', 'The NVIDIA driver is not installed.'),
                  'the end of the dialog')


@group(prepare=described('described'))
def the_card_is_named(desk):
    """The row of a card has its name, and says what it is; of one card none is the best."""
    row = desk.find('list item', re.compile('NVIDIA GeForce RTX 4070'))
    assert 'Graphics card (GPU)' in row.description, row.description
    desk.find('label', 'Graphics memory')
    assert not desk.program.list('label', 'Best')
    assert not desk.program.list('label', re.compile('right now'))


def open_with_the_keyboard(desk, name, inside):
    """What stands in the row is seen, and the row itself, too, wherever in the window it was."""
    from driver import walk_to
    desk.find('list item', name)
    rows = desk.program.list('list item', name)
    walk_to(rows, desk.keys)
    desk.keys('Return')
    first = desk.find('list item', inside)
    desk.wait_for(lambda: HEADER < rows[-1].box[1] < first.box[1] <= desk.session.size[1] - first.box[3],
                  '“%s” in sight' % inside)


@group(model('llama-3.1-8b'), prepare=described('described'))
def what_is_opened_is_seen(desk):
    """The row of a card at the foot of the window, and the settings below it."""
    desk.find('heading', re.compile('Runs'))
    desk.keys('ctrl+l')
    open_with_the_keyboard(desk, 'More Settings', 'Chats at once')
    desk.keys('alt+1')
    open_with_the_keyboard(desk, re.compile('NVIDIA GeForce RTX 4070'), 'Driver')


@group('--snapshot', LAPTOP, 'catalogue:llama-3.1-405b', language='ar')
def tiles_stand_on_one_line(desk):
    """Whether a value has Arabic letters, which are taller, or none: what stands below it begins at one height."""
    value = re.compile(r'^(—|\W*231\sGiB\W*)$')
    desk.wait_for(lambda: len(desk.program.list('label', value)) == 3, 'the tiles')
    labels = desk.program.list('label')
    below = [after for before, after in zip(labels, labels[1:]) if value.search(before.name)]
    assert len({w.box[1] for w in below}) == 1, [(w, w.box) for w in below]


@group(prepare=described('two-cards'))
def two_cards_are_two_rows(desk):
    """Two cards that work together are two rows; the better one is said to be."""
    rows = [desk.find('list item', re.compile(card)) for card in ('RTX 4070', 'RTX 3060')]
    assert [row.description.startswith('Best. ') for row in rows] == [True, False], [row.description for row in rows]


@group(prepare=described('driver-missing'), language='de')
def a_note_of_a_document_is_translated(desk):
    """What an English document says of a computer is shown in the language of the person."""
    desk.find('label', 'Der NVIDIA-Treiber ist nicht installiert.')
    assert not desk.program.list('label', 'The NVIDIA driver is not installed.')


@group('--snapshot', snapshot('amd-mi300x-cpx'))
def many_cards_are_one_row(desk):
    """The numbers of eight cards in one row are those of each."""
    row = desk.find('list item', re.compile('^8 × '))
    assert row.description.startswith('Each: ') and '192' in row.description, row.description


@group('--snapshot', snapshot('amd-phoenix-780m-apu'))
def memory_that_is_shared_has_a_tile(desk):
    """Of graphics in the processor the first tile is the memory that they share, and not a second sum in the row."""
    desk.find('label', 'Shared memory')
    desk.find('label', re.compile('GiB free$'))
    row = desk.find('list item', re.compile('780M'))
    assert re.search(r'main memory and [\d.]+\s?GiB set aside for it', row.description), row.description


@group('--snapshot', LAPTOP)
def a_processor_alone_is_no_mistake(desk):
    """No graphics memory is shown where there is no graphics card to use."""
    desk.find('label', re.compile('no usable graphics card|No usable graphics card'))
    assert not desk.program.list('label', 'Graphics memory')


@group('--snapshot', snapshot('container-k8s-cgroup1-2gib'))
def a_container_limits_the_memory(desk):
    """What a container may use is said to be its limit."""
    row = desk.find('list item', re.compile('Main memory'))
    assert re.search(r'limited to 2\.0\s?GiB by the container', row.description), row.description


@group('--snapshot', snapshot('amd-rx7900xtx'), 'catalogue:qwen3-8b')
def what_is_unknown_is_no_zero(desk):
    """Where memory could not be read, nothing is said for sure, and no number is zero."""
    desk.find('heading', 'Cannot say for sure')
    zeros = [w.name for w in desk.program.list('label', re.compile(r'^0([.,]0)?(\s|$)'))]
    assert not zeros, zeros


@group('--snapshot', snapshot('amd-phoenix-780m-apu'), model('llama-3.2-1b'))
def shared_memory_is_one_thing(desk):
    """Memory that processor and graphics share is shown once."""
    desk.find('image', re.compile('^Shared memory: '))
    assert len(desk.program.list('image', re.compile('^(Shared|Main|Graphics) memory: uses'))) == 1
    desk.find('label', re.compile(r'^Processor and AMD Radeon .* · graphics limit [\d.]+\sGiB$'))


@group(prepare=described('broken'))
def a_damaged_recording_is_said(desk):
    """A file that describes no computer: what is wrong, and two ways on."""
    desk.find(None, 'The Recorded Computer Could Not Be Read')
    desk.find('label', re.compile('R&D desktop.json'))
    desk.find('label', '“R&D desktop” could not be read.')
    assert not desk.program.list('label', re.compile('^Showing'))
    desk.find('button', 'Back to This Computer')
    desk.find('button', 'Try Again')
    desk.find('button', 'Open Recorded Computer…')


@group(prepare=described('broken'), language='de')
def what_is_wrong_is_said_in_german(desk):
    """All of it, the reason of the library, too."""
    desk.find('label', re.compile('R&D desktop.json: kein gültiges JSON bei Byte 0: ein Wert wird erwartet'))


def a_folder_of_its_own(session):
    folder = os.path.join(session.home, 'R&D <1>')
    os.makedirs(folder)
    return ['--snapshot', shutil.copy(LAPTOP, os.path.join(folder, 'laptop.json'))]


@group(prepare=a_folder_of_its_own)
def a_toast_is_plain_text(desk):
    """What went wrong is told with the name of the file, whatever is in it; what was there before stays."""
    desk.find('button', 'Check Again')
    with open(os.path.join(desk.session.home, 'R&D <1>', 'laptop.json'), 'w', encoding='utf-8') as file:
        file.write('{"hello"')
    desk.keys('F5')
    desk.program.find_toast(re.compile('R&D <1>'))
    desk.every_control_has_a_name()
    desk.find('list item', re.compile('i7-1370P'))


def names_of_markup(session):
    cache = os.path.join(session.home, 'llama.cpp')
    os.makedirs(cache)
    path = os.path.join(cache, 'someone_R&D-<b>-GGUF_R&D-<b>-Q4_K_M.gguf')
    with open(model('llama-3.2-1b'), 'rb') as source, open(path, 'wb') as file:
        file.write(source.read(4 << 20).replace(b'llama-3.2-1b', b'L&m <b>2 &lt'))
        file.truncate(os.path.getsize(model('llama-3.2-1b')))
    return describe(session, 'markup')


@group('--page', 'model', prepare=names_of_markup)
def names_are_plain_text(desk):
    """What could be taken for markup is shown as it is; the toolkit warns otherwise, which ends the window."""
    desk.find('list item', re.compile('L&m <b>2 &lt|R&D'))
    desk.check(os.path.join(desk.session.home, 'llama.cpp', 'someone_R&D-<b>-GGUF_R&D-<b>-Q4_K_M.gguf'))
    desk.find('label', re.compile('L&m <b>2 &lt'))
    desk.open_row('Details for Developers')
    desk.keys('Escape')
    desk.program.window_action('win.report')
    dialog = desk.find('frame', 'Report')
    # Markdown has its own marks
    desk.wait_for(lambda: re.search(r'L.*m.*b.*2', dialog.find('text', 'Preview of the report').text), 'the model')
    dialog.find(None, re.compile('L&m <b>2 &lt'))
    desk.keys('Escape', 'alt+1')
    desk.find('list item', re.compile('GeForce &lt;4070> <b>'))
    desk.find(None, re.compile('R&D <b> is in the way'))
    desk.find('button', 'Show How').press()
    desk.find('heading', re.compile('R&D <b> is in the way'))
    desk.keys('Escape', 'alt+3')
    desk.find('heading', re.compile('^Use '))


@group(prepare=report_of_another)
def a_report_is_a_computer(desk):
    """A report that was saved as JSON shows the computer that it is of, and models are checked against it."""
    desk.find('list item', re.compile('^AMD Radeon RX 6900 XT'))
    desk.check(model('llama-3.2-1b'))
    desk.find('heading', re.compile('Runs well on this computer'))
    desk.find('image', re.compile('^Graphics memory: uses'))


@group('--snapshot', LAPTOP, '--page', 'model')
def offline_is_said(desk):
    """Without a network the name stays typed, and a file still works."""
    entry = desk.check('hf:someone/some-model')
    desk.find(None, re.compile('Offline'))
    desk.find('button', 'Try Again')
    assert entry.text == 'hf:someone/some-model', entry.text
    desk.check(model('llama-3.2-1b'))
    desk.find('heading', 'Runs on the processor')


@group('--snapshot', LAPTOP, '--page', 'model')
def the_first_page_offers_files(desk):
    """Before a model is named there is an entry, a button for files, and what fits; no speed is a word, too."""
    desk.find(None, 'Will It Run?')
    desk.find('text', 'Model file, link or Hugging Face name')
    desk.find('button', 'Open a Model File…')
    desk.find('label', 'speed unknown')


@group('--snapshot', LAPTOP)
def the_menu_opens_and_closes(desk):
    """F10 opens the main menu, Escape closes it."""
    desk.find(None, 'Main Menu')
    desk.keys('F10')
    # GTK 4.18 tells no names of the items (its model buttons are labelled by labels of no role)
    wanted = re.compile('About EdgeKit') if desk.program.toolkit < (4, 10) else None
    desk.find('menu item', wanted)
    assert len(desk.program.list('menu item')) >= 5
    desk.keys('Escape')
    desk.wait_for(lambda: not desk.program.list('menu item'), 'the end of the menu')


@group('--snapshot', LAPTOP, 'catalogue:qwen3-32b')
def versions_are_sorted(desk):
    """Smallest first orders by what is needed, and exactly one is recommended, which fits."""
    desk.find('heading', 'Fits, but only just')
    pattern = re.compile(r'^Q\w+, .*?([\d.]+)\s?GiB, [A-Z]')

    def needs():
        # a row may go while it is read
        found = [pattern.search(row.name) for row in desk.program.list('list item', pattern)]
        return [float(match.group(1)) for match in found if match]
    before = desk.wait_for(needs, 'versions')
    assert before != sorted(before), before
    recommended = desk.program.list('list item', re.compile('Recommended'))
    assert len(recommended) == 1 and re.search(r'[Ff]its', recommended[0].name), recommended
    desk.choose('Sort Versions', 'Smallest First', 1)
    desk.wait_for(lambda: needs() == sorted(needs()) != [], 'the smallest first')


@group('--snapshot', LAPTOP, model('llama-3.2-1b'))
def the_slider_speaks(desk):
    """The arrow key goes to the next stop; what it stands for is spoken."""
    slider = desk.slider()
    before = slider.value
    desk.keys('ctrl+l')
    desk.focus(slider)
    desk.keys('Right')
    desk.wait_for(lambda: slider.value == before + 1, 'the next stop')
    assert re.search(r'tokens, about .* pages?', slider.description), slider.description
    assert re.search(r'fits|Fits|runs|Runs', slider.description), slider.description


@group('--snapshot', LAPTOP, model('llama-3.2-1b'))
def the_legend_adds_up(desk):
    """The parts of a memory picture are all of the memory."""
    picture = desk.find('image', re.compile('^Main memory: '))
    parts = re.findall(r'([\d.,]+)\s?(GiB|MiB)', picture.description)
    total = sum(float(n.replace(',', '')) / (1 if unit == 'GiB' else 1024) for n, unit in parts)
    hardware = json.loads(tool('hardware', '--snapshot', LAPTOP, '--json'))
    pool = next(p for p in hardware['memory_pools'] if p['id'] == 'ram')['total'] / 2 ** 30
    assert abs(total - pool) < 0.1 * len(parts), (total, pool, picture.description)


@group('--snapshot', LAPTOP, '--page', 'install')
def another_shell_and_another_program(desk):
    """The command is for the chosen shell and program; Undo goes back to the first program."""
    first = desk.find('heading', re.compile('^Use ')).name
    engines = json.loads(tool('engine', '--snapshot', LAPTOP, '--json'))['engines']
    other = next(e for e in engines if e['suitable'] and e['name'] not in first.lower())
    assert other['name'] == 'ollama', other
    row = desk.find('list item', 'Ollama')
    desk.walk_to(row)
    desk.keys('Return')
    desk.find('button', re.compile('^Undo'), depth=14).press()
    desk.find('heading', first)
    # the keyboard gets to it as well
    desk.keys('alt+3')
    desk.focus(next(w for w in desk.find('combo box', 'Shell').all() if w.actions))
    desk.choose('Shell', 'PowerShell', 3)
    wanted = json.loads(tool('install', '--snapshot', LAPTOP, '--shell', 'powershell', '--json'))['command']
    desk.find('button', 'Copy').press()
    desk.wait_for(lambda: desk.clipboard() == wanted, 'the command for PowerShell')


@group('--page', 'model', 'catalogue:qwen3-32b', prepare=described('described'), size=(360, 640))
def the_details_fit_a_narrow_window(desk):
    """Each number with its source: what there is no column for stands below its name."""
    desk.find('heading', re.compile('.'))
    details = desk.open_row('Details for Developers')
    details.find('label', re.compile(r'^Graphics memory\s· '))
    details.find('label', re.compile('^sum of the tensors'))
    heads = [w.name for w in details.list('label') if w.name in ('What', 'Where', 'Size', 'Low–high')]
    assert heads == ['What', 'Size'], heads
    desk.settled(desk.cut_sideways, 'cut sideways')


@group('--page', 'model', 'catalogue:qwen3-32b', prepare=described('described'), size=(360, 640))
def narrow_versions_name_their_numbers(desk):
    """Without captions above them two sizes of a version are told apart by words, and no line ends in a dot."""
    desk.find('heading', re.compile('.'))
    row = desk.find('list item', re.compile('^Q4_K_M, '))
    lines = row.find('label', re.compile('download')).name.split('\n')
    assert len(lines) == 3, lines
    assert re.fullmatch(r'[\d.]+\s?GB download', lines[1]), lines
    assert re.match(r'needs [\d.]+\s?GiB', lines[2]), lines
    assert not any(line.rstrip().endswith('·') for line in lines), lines


@group('--page', 'model', 'catalogue:qwen3-32b', prepare=described('described'))
def what_the_cards_alone_hold_is_said(desk):
    """A model that is split: the chart has a second limit, which is the graphics card's part of the first."""
    chart = desk.find('image', 'Memory needed by conversation length')
    desk.wait_for(lambda: 'the graphics memory alone offers' in chart.description, chart.description)
    total, cards = (float(re.search(r'%s ([\d.]+)\s?GiB' % word, chart.description).group(1))
                    for word in ('the limit is', 'alone offers'))
    assert 0 < cards < total, chart.description
    # the parts of what is needed are the whole, as they are written
    parts = desk.find('label', re.compile(r'^[\d.]+ graphics \+ [\d.]+ main$')).name
    graphics, main = (float(number) for number in re.findall(r'[\d.]+', parts))
    desk.find('label', re.compile(r'^%.1f\s?GiB$' % (graphics + main)))


@group('--snapshot', LAPTOP, '--page', 'install')
def what_is_downloaded_is_said(desk):
    """The tile has the figure of the command, and none where there is none."""
    plan = json.loads(tool('install', '--snapshot', LAPTOP, '--json'))
    assert plan['download_size'] > 0, plan
    desk.find('label', re.compile(r'^%.1f\s?MB$' % (plan['download_size'] / 1e6)))
    assert not desk.program.list('label', 'Unknown')
    row = desk.find('list item', 'Ollama')
    assert 'download_size' not in json.loads(tool('install', '--snapshot', LAPTOP, '--engine', 'ollama', '--json'))
    desk.walk_to(row)
    desk.keys('Return')
    desk.find('label', 'Unknown')


@group('--page', 'install', prepare=described('described'))
def what_is_unknown_has_its_why(desk):
    """The tiles say why a size is unknown, what the free space is of and which driver is used."""
    desk.find('label', re.compile(r'^known once it begins · 400\s?GB free on the disk$'))
    desk.find('label', 'NVIDIA driver 550.54.15')


@group('--snapshot', LAPTOP, '--page', 'install')
def what_could_not_be_checked_is_said(desk):
    """What no recording tells is neither here nor missing."""
    desk.find('label', re.compile(r'Could not be checked: curl and tar\.$'))
    row = desk.find('list item', 'curl and tar')
    assert row.description == 'Unknown. Could not be checked.', row.description


@group('--page', 'install', prepare=described('driver-missing'))
def what_is_missing_comes_first(desk):
    """Something that is missing is said, with its own command; and how to see that it worked."""
    desk.find(None, '1. Check What Is Needed')
    desk.find('label', re.compile(r'Still missing: NVIDIA driver\.$'))
    row = desk.find('list item', 'NVIDIA driver')
    assert row.description.startswith('Missing'), row.description
    row.find('button', 'Copy Command').press()
    desk.wait_for(lambda: desk.clipboard() == 'sudo apt install nvidia-driver', 'the command for the driver')
    desk.find(None, '3. Check That It Worked')
    desk.every_control_has_a_name()


@group('--snapshot', LAPTOP, '--page', 'install', size=(360, 640))
def a_command_is_not_broken_within_an_option(desk):
    """In a narrow window a line of a command begins with a word, and all of them are the command."""
    command = json.loads(tool('install', '--snapshot', LAPTOP, '--json'))['command']
    label = desk.find('label', command)
    assert len(label.lines) > 5 and ''.join(label.lines) == command, label.lines
    assert any('--strip-components=1' in line for line in label.lines), label.lines
    assert not any(re.search(r'\w-$', line) for line in label.lines), label.lines


def a_long_name(session):
    path = os.path.join(session.home, 'a-model-with-' + 'a-very-long-name-' * 6 + '.gguf')
    os.link(model('llama-3.2-1b'), path) if os.stat(session.home).st_dev == os.stat(model('llama-3.2-1b')).st_dev \
        else os.symlink(model('llama-3.2-1b'), path)
    return [path]


@group('--snapshot', LAPTOP, size=(360, 640), prepare=a_long_name)
def long_names_wrap(desk):
    """A name of 120 letters does not make the page wider."""
    desk.find('heading', 'Runs on the processor')
    desk.settled(desk.cut_sideways, 'cut sideways')


@group('--snapshot', LAPTOP, model('llama-3.2-1b'), size=(360, 294))
def the_smallest_window_works(desk):
    """At 360 × 294 nothing is cut sideways, on any page."""
    desk.find('heading', 'Runs on the processor')
    desk.every_page_is_whole()


@group('--snapshot', LAPTOP, model('llama-3.2-1b'), text=1.5)
def large_text_fits(desk):
    """With text of one and a half times the size the tabs go below where they do not fit above."""
    desk.find('heading', 'Runs on the processor')
    desk.every_page_is_whole()


@group('--snapshot', LAPTOP, model('llama-3.2-1b'), size=(360, 640), text=1.5, language='de')
def large_german_text_fits(desk):
    """The same in German, whose words are longer, at 360 pixels."""
    desk.find('heading', 'Läuft auf dem Prozessor')
    desk.every_page_is_whole()


@group('--snapshot', LAPTOP, model('llama-3.2-1b'))
def narrow_and_wide_again(desk):
    """A window that is made narrow and wide again has its tabs where they were."""
    desk.find('heading', 'Runs on the processor')
    for width in ('360', '900', '640', '900'):
        desk.session.ask('xdotool', 'windowsize', desk.window, width, '700')
        time.sleep(0.5)
    desk.wait_for(lambda: [t for t in desk.program.list('page tab') if t.box[1] < HEADER], 'the tabs above')
    assert desk.session.program.poll() is None


@group('--snapshot', LAPTOP, 'catalogue:qwen3-32b')
def reading_order(desk):
    """A screen reader comes to the headline, the sentence, the tips, the memory, the length, the versions."""
    desk.find('heading', 'Fits, but only just')
    desk.find('list item', re.compile('Recommended'))
    names = [w.name for w in in_order(desk.find('frame'))]
    places = [next(i for i, name in enumerate(names) if re.search(word, name))
              for word in ('^Fits, but only just$', '^Qwen3 32B .* takes', '^Memory needed', '^Limit conversations',
                           '^Main memory: ', '^Conversation length$', 'Recommended')]
    assert places == sorted(places), places


def in_order(widget):
    yield widget
    for part in widget.parts:
        yield from in_order(part)


def a_running_computer(session):
    """The files of a computer whose memory is about to change."""
    root = os.path.join(session.home, 'root', 'proc')
    os.makedirs(root)
    write_memory(session, 20)
    with open(os.path.join(root, 'cpuinfo'), 'w') as f:
        f.write('processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: A processor\nflags\t\t: avx2 fma f16c\n')
    return ['--root', os.path.dirname(root)]


def write_memory(session, free):
    path = os.path.join(session.home, 'root', 'proc', 'meminfo')
    with open(path + '.new', 'w') as f:
        f.write('MemTotal:       %8d kB\nMemFree:        %8d kB\nMemAvailable:   %8d kB\n'
                % (32 * 2 ** 20, free * 2 ** 20, free * 2 ** 20))
    os.rename(path + '.new', path)


@group('catalogue:llama-3.1-8b', prepare=a_running_computer)
def changed_memory_is_told(desk):
    """A verdict stays until somebody asks for it anew; that it would be another one is said."""
    desk.find('heading', 'Runs on the processor')
    write_memory(desk.session, 2)
    desk.find('label', re.compile('Free memory has changed. The answer is now'))
    desk.find('heading', 'Runs on the processor')
    desk.find('button', 'Update').press()
    desk.wait_for(lambda: not desk.program.list('heading', 'Runs on the processor'), 'another verdict')
    desk.find('heading', re.compile('Too big'))


sys.exit(main())
