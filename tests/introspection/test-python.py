#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The library as an application in Python sees it: the main job, and its mistakes."""
import json
import os
import sys

import gi

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import tap  # noqa: E402

gi.require_version('EdgeKit', '1')
from gi.repository import EdgeKit, Gio, GLib  # noqa: E402

MACHINE = os.path.join(os.environ['EDGEKIT_TEST_SOURCE_ROOT'], 'tests/machines/intel-i7-1370p-hybrid/snapshot.json')
MODEL = os.path.join(os.environ['EDGEKIT_TEST_BUILD_ROOT'], 'tests/models/llama-3.2-1b.gguf')
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def profile():
    return EdgeKit.HardwareProfile.new_from_snapshot(EdgeKit.Snapshot.load(Gio.File.new_for_path(MACHINE), None))


@test
def version_is_a_number():
    assert EdgeKit.get_version().count('.') == 2


@test
def numbers_become_words():
    assert EdgeKit.format_memory(6442450944, EdgeKit.MemoryUnits.IEC) == '6.0\u00a0GiB'
    assert EdgeKit.format_memory(EdgeKit.UNKNOWN, EdgeKit.MemoryUnits.IEC) == 'Unknown'


@test
def enumerations_and_errors_have_names():
    assert EdgeKit.Outcome.FITS.value_nick == 'fits'
    assert EdgeKit.MemoryKind.KV_CACHE.value_nick == 'kv-cache'
    assert EdgeKit.Error.NOT_A_MODEL is not None


@test
def a_computer_a_model_and_a_verdict():
    preflight = EdgeKit.Preflight.new()
    preflight.set_profile(profile())
    preflight.set_model(EdgeKit.ModelSource.new(MODEL).load(None))
    verdict = preflight.get_verdict()
    assert verdict.get_outcome() == EdgeKit.Outcome.FITS, verdict.get_outcome()
    assert verdict.get_summary().endswith('.')
    estimate = json.loads(preflight.to_json(False))['estimate']
    assert estimate['total'] == sum(item['likely'] for item in estimate['items'])
    assert all(item['source'] for item in estimate['items'])
    changed = []
    preflight.connect('notify::verdict', lambda *_: changed.append(True))
    workload = preflight.get_workload().copy()
    workload.props.context = 65536
    preflight.set_workload(workload)
    assert preflight.get_verdict().get_context_used() == 65536
    # several changes at once are told once, from the main loop
    while GLib.MainContext.default().iteration(False):
        pass
    assert len(changed) == 1, changed


@test
def several_computers_hold_a_model_together():
    computers = Gio.ListStore.new(EdgeKit.HardwareProfile)
    for _ in range(2):
        computers.append(profile())
    preflight = EdgeKit.Preflight.new()
    preflight.set_profiles(computers)
    preflight.set_model(EdgeKit.ModelSource.new(MODEL).load(None))
    assert preflight.get_verdict().get_reason() == EdgeKit.VerdictReason.SEVERAL_MACHINES
    assert [c.get_machine() for c in preflight.get_commands()] == [2, 1, 1]
    pools = preflight.get_placement().get_pools()
    assert 'machine2.ram' in [use.get_id() for use in pools], [use.get_id() for use in pools]
    assert json.loads(preflight.to_json(False))['machines'][1]['role'] == 'serves'


@test
def checks_stand_side_by_side():
    preflight = EdgeKit.Preflight.new()
    preflight.set_profile(profile())
    preflight.set_model(EdgeKit.ModelSource.new(MODEL).load(None))
    results = []
    for engine in EdgeKit.Preflight.list_engines():
        preflight.get_workload().set_engine(engine)
        results.append(preflight.to_json(False))
    comparison = json.loads(EdgeKit.Preflight.comparison_to_json(results))
    assert comparison['schema'] == 'edgekit.comparison/1'
    assert comparison['results'] == [json.loads(result) for result in results]
    assert [result['engine'] for result in comparison['results']] == EdgeKit.Preflight.list_engines()
    assert json.loads(EdgeKit.Preflight.comparison_to_json([]))['results'] == []
    for wrong in ('{}', '[', 'null', profile().to_json()):
        try:
            EdgeKit.Preflight.comparison_to_json([results[0], wrong])
        except GLib.Error as error:
            assert error.matches(EdgeKit.error_quark(), EdgeKit.Error.INVALID_DATA), error
            assert error.message.startswith('result 2: '), error.message
        else:
            raise AssertionError('%s was taken' % wrong)


@test
def lists_are_list_models():
    pools = profile().get_memory_pools()
    assert isinstance(pools, Gio.ListModel)
    assert 'ram' in [pool.get_id() for pool in pools]
    assert all(isinstance(pool, EdgeKit.MemoryPool) for pool in pools)


@test
def a_plan_and_a_report():
    plan = EdgeKit.InstallPlan.new(profile(), 'llama.cpp', EdgeKit.Goal.CHAT, None, EdgeKit.InstallMethod.AUTO,
                                   EdgeKit.Shell.BASH, False)
    assert plan.get_command()
    assert [step for step in plan.get_steps() if step.get_kind() == EdgeKit.StepKind.VERIFY]
    report = EdgeKit.Report.new(profile(), None, plan)
    assert plan.get_command() in json.loads(report.to_string(EdgeKit.ReportFormat.JSON))['install']['command']


@test
def a_mistake_is_an_exception_with_a_code():
    try:
        EdgeKit.ModelSource.new('/nonexistent/model.gguf').load(None)
    except GLib.Error as error:
        assert error.matches(EdgeKit.error_quark(), EdgeKit.Error.NOT_FOUND), error
        assert 'model.gguf' in error.message
    else:
        raise AssertionError('no exception')


@test
def a_slow_call_runs_in_a_thread_and_can_be_cancelled():
    loop, results = GLib.MainLoop(), []

    def done(source, result):
        try:
            results.append(source.load_finish(result).get_architecture())
        except GLib.Error as error:
            results.append(error.matches(Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED))
        if len(results) == 2:
            loop.quit()

    cancelled = Gio.Cancellable()
    cancelled.cancel()
    EdgeKit.ModelSource.new(MODEL).load_async(None, done)
    EdgeKit.ModelSource.new(MODEL).load_async(cancelled, done)
    GLib.timeout_add_seconds(30, loop.quit)
    loop.run()
    assert sorted(results, key=str) == [True, 'llama'], results


sys.exit(tap.run(TESTS))
