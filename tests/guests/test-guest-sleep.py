#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Graphics cards that are asleep stay so, unless it is asked for. Prints TAP."""
import os
import subprocess
import tempfile

from harness import (ADDRESS, DEADLINE, GUESTS, LIBRARIES, MIB, SCRATCH, Hardware, ask_drm, environment, folder, install,
                     main, probe, render_node, replay, subset, test)


def marked(guests, root, *options, **more):
    """Which of the guests used their library."""
    used = []
    for guest in guests:
        mark = os.path.join(SCRATCH, 'mark')
        if os.path.exists(mark):
            os.unlink(mark)
        document = probe(guest, *options, libraries=install(**{guest.replace('-', '_'): guest}), FAKE_MARK=mark,
                         EDGEKIT_PROBE_ROOT=root, **more)
        if os.path.exists(mark):
            used.append(guest)
        else:
            assert 'devices' not in document and 'library' not in document or document['library'] is None, document
    return used


@test
def a_sleeping_card_is_left_alone():
    empty = folder('no-manifests')
    nothing = dict(XDG_DATA_DIRS=empty, XDG_CONFIG_DIRS=empty, XDG_DATA_HOME=empty, XDG_CONFIG_HOME=empty,
                   VK_DRIVER_FILES=empty)
    for driver, spared in (('nvidia', ['nvml', 'cuda']), ('amdgpu', []), ('i915', [])):
        awake, asleep = render_node(driver), render_node(driver, 'suspended')
        assert marked(LIBRARIES, awake, **nothing) == list(LIBRARIES)
        # Level Zero and OpenCL open every card to see whose it is
        assert marked(LIBRARIES, asleep, **nothing) == [g for g in ('nvml', 'cuda') if g not in spared], driver
        assert marked(LIBRARIES, asleep, '--wake', **nothing) == list(LIBRARIES)
        # asked again and again, a card that may fall asleep would never do so
        assert 'level-zero' not in marked(LIBRARIES, awake, '--again', **nothing)
    assert ask_drm('amdgpu', status='suspended')['devices'] == []
    assert len(ask_drm('amdgpu', status='suspended', options=['--wake'])['devices']) == 1


@test
def vulkan_loads_the_drivers_of_the_others():
    manifests = os.path.join(folder('data'), 'vulkan', 'icd.d')
    os.makedirs(manifests, exist_ok=True)
    for name in ('nvidia_icd.json', 'intel_icd.x86_64.json', 'radeon_icd.x86_64.json', 'lvp_icd.x86_64.json'):
        open(os.path.join(manifests, name), 'w').close()
    empty = folder('no-manifests')
    places = dict(XDG_DATA_DIRS=folder('data'), XDG_CONFIG_DIRS=empty, XDG_DATA_HOME=empty, XDG_CONFIG_HOME=empty)

    def loaded(driver, status='suspended', **more):
        document = probe('vulkan', libraries=install(vulkan='vulkan'), EDGEKIT_PROBE_ROOT=render_node(driver, status),
                         **dict(places, **more))
        return sorted(d['name'] for d in document['devices'])

    assert loaded('nvidia') == ['intel_icd.x86_64.json', 'radeon_icd.x86_64.json']
    assert loaded('amdgpu') == ['intel_icd.x86_64.json', 'nvidia_icd.json']
    # a list that somebody made is kept to
    given = ':'.join([os.path.join(manifests, n) for n in ('nvidia_icd.json', 'intel_icd.x86_64.json')])
    assert loaded('nvidia', VK_DRIVER_FILES=given) == ['intel_icd.x86_64.json']
    assert loaded('nvidia', VK_ICD_FILENAMES=given) == ['intel_icd.x86_64.json']
    # and with nothing asleep the loader does as it likes
    assert len(loaded('nvidia', 'active')) == 2


@test
def a_sleeping_card_gets_a_note_and_wake_asks():
    root = render_node('nvidia', 'suspended', ADDRESS['nvml'])
    libraries = install(nvml='nvml', cuda='cuda')
    found = Hardware(['nvml', 'cuda'], libraries=libraries, EDGEKIT_PROBE_ROOT=root)
    assert found.device(ADDRESS['nvml']) is None
    notes = [n for n in found.doc['notes'] if n['code'] == 'gpu-asleep']
    assert len(notes) == 1, notes
    subset({'severity': 'info', 'hint': '“edgekit hardware --wake” wakes it and asks.',
            'message': 'A graphics card is asleep and was left so; its driver was not asked.'}, notes[0])
    found = Hardware(['nvml', 'cuda'], '--wake', libraries=libraries, EDGEKIT_PROBE_ROOT=root)
    assert found.pool(ADDRESS['nvml'])['available'] == 20000 * MIB
    assert 'gpu-asleep' not in found.notes()
    found = replay('nvidia-rtx4080-nvidia-drm', {g: {'asleep': ['0000:09:00.0']} for g in GUESTS})
    name = found.device('0000:09:00.0')['name']
    assert [n['message'] for n in found.doc['notes'] if n['code'] == 'gpu-asleep'] == [
        name + ' is asleep and was left so; its driver was not asked.']


def refresh(**more):
    """What is free on the card at first and after three refreshes; how often NVML was used."""
    mark = tempfile.mktemp(dir=SCRATCH)
    run = subprocess.run([os.environ['REFRESH']], stdout=subprocess.PIPE, text=True, timeout=DEADLINE, check=True,
                         env=environment(['nvml', 'cuda', 'drm'], install(nvml='nvml', cuda='cuda'), None,
                                         FAKE_MARK=mark, **more))
    return [line.split()[0] for line in run.stdout.splitlines()], os.path.getsize(mark)


@test
def a_refresh_asks_who_knows_what_is_free():
    # CUDA uses its library, and so the mark, once
    free, used = refresh(EDGEKIT_GUESTS='nvml')
    assert free == ['20000', '19999', '19998', '19997'] and used == 4, (free, used)
    free, used = refresh()
    assert len(set(free)) == 4 and used == 5, (free, used)
    # a driver that has failed is not tried a third time
    for fault in ('segv', 'exit'):
        free, used = refresh(EDGEKIT_GUESTS='nvml', FAKE_LATER=fault)
        assert free == ['20000'] * 4 and used == 2, (fault, free, used)
    # a card that may fall asleep would not, if it were asked again and again
    free, used = refresh(EDGEKIT_GUESTS='nvml', EDGEKIT_PROBE_ROOT=render_node('nvidia', 'active', ADDRESS['nvml']))
    assert free == ['20000'] * 4 and used == 1, (free, used)


if __name__ == '__main__':
    main()
