#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The library with its overlay, as a program in Python uses it."""
import asyncio
import json
import pathlib
import tempfile
import threading

from checks import check, machine, model, raises, run
from gi.repository import EdgeKit, Gio, GLib, GObject

RTX = 'nvidia-rtx4080-nvidia-drm'
I7 = 'intel-i7-1370p-hybrid'


def classes():
    items = (getattr(EdgeKit, name) for name in dir(EdgeKit) if not name.startswith('_'))
    return [item for item in items if isinstance(item, type) and issubclass(item, GObject.Object)]


@check
def this_computer_in_one_call():
    info = EdgeKit.system_info()
    assert info.live and info.cpu.threads > 0, info
    assert info.lookup_pool('ram').total > 2 ** 27


@check
def properties_are_attributes():
    info = machine(I7)
    assert info.cpu.name == '13th Gen Intel Core i7-1370P' == info.cpu.get_name() == info.cpu.props.name
    assert (info.cpu.cores, info.cpu.threads, info.cpu.performance_cores) == (14, 20, 6)
    for cls in classes():
        for pspec in cls.list_properties():
            assert isinstance(getattr(cls, pspec.name.replace('-', '_')), property), (cls, pspec.name)
    raises(AttributeError, setattr, info.cpu, 'cores', 3)


@check
def unknown_is_none():
    cpu, gpu = machine(I7).cpu, machine(RTX).accelerators[0]
    assert cpu.max_mhz is None and cpu.get_max_mhz() == cpu.props.max_mhz == EdgeKit.UNKNOWN
    assert gpu.integrated is False and gpu.usable is True
    assert gpu.resizable_bar is None and gpu.get_resizable_bar() == EdgeKit.Tristate.UNKNOWN
    assert machine(RTX).accelerators[0].driver_version is None
    # where it is a number of its own, zero stays zero
    assert EdgeKit.model_preflight(model('llama-3.2-1b'), profile=machine(I7)).estimate.recurrent_state == 0


@check
def what_can_be_set_takes_none():
    workload = EdgeKit.Workload(context=8192)
    assert workload.context == 8192
    workload.context = None
    assert workload.context is None and workload.get_context() == EdgeKit.UNKNOWN
    assert EdgeKit.Workload(context=None, parallel=2, flash_attention=True).flash_attention is True
    raises(TypeError, EdgeKit.Workload, contxt=3)
    for value, c in ((True, EdgeKit.Tristate.YES), (False, EdgeKit.Tristate.NO), (None, EdgeKit.Tristate.UNKNOWN)):
        workload.flash_attention = value
        assert workload.flash_attention is value and workload.get_flash_attention() == c


@check
def lists_are_sequences():
    pools = machine('amd-phoenix-780m-apu').memory_pools
    assert [pool.id for pool in pools] == ['gpu0.vram', 'gpu0.gtt'] and len(pools) == 2
    assert pools[-1].backing == 'ram' and pools[0:1][0].kind == EdgeKit.PoolKind.VRAM
    assert pools[0] in pools
    variants = EdgeKit.VariantList.new(str(pathlib.Path(model('x')).parent))
    variants.load()
    assert len(list(variants)) == len(variants) > 3 and all(isinstance(v, EdgeKit.Variant) for v in variants)


@check
def a_list_of_computers_can_be_set():
    profile = machine(I7)
    preflight = EdgeKit.Preflight(profiles=[profile, profile])
    assert len(preflight.profiles) == 2 and preflight.profile is profile
    preflight.profiles = (profile,)
    assert len(preflight.profiles) == 1
    preflight.profiles = []
    assert preflight.profile is None


@check
def repr_is_a_line_that_says_which():
    info = machine(I7)
    assert repr(info.lookup_pool('ram')).startswith("<EdgeKit.MemoryPool id='ram' kind=ram total=33269243904 ")
    assert '14 cores' in repr(info)
    preflight = EdgeKit.Preflight(profile=info)
    assert repr(preflight) == '<EdgeKit.Preflight not ready>'
    preflight.model = EdgeKit.ModelSource.new(model('llama-3.2-1b')).load()
    assert repr(preflight) == '<EdgeKit.Preflight Runs on the processor>'
    for item in (info, preflight, preflight.verdict, preflight.model, preflight.workload, info.cpu, info.os):
        assert '\n' not in repr(item) and repr(item).startswith('<EdgeKit.')


@check
def documents_are_dictionaries():
    info = machine(RTX)
    assert info.to_dict() == json.loads(info.to_json())
    assert info.to_dict()['schema'] == 'edgekit.hardware/1'
    assert EdgeKit.HardwareProfile.from_dict(info.to_dict()).to_dict() == info.to_dict()
    preflight = EdgeKit.model_preflight(model('qwen3-8b'), profile=info)
    assert preflight.to_dict()['schema'] == 'edgekit.preflight/1'
    assert 'tensors' not in preflight.model.to_dict()
    report = EdgeKit.Report.new(info, preflight, None)
    assert report.to_dict() == json.loads(report.to_string(EdgeKit.ReportFormat.JSON))
    assert report.to_dict()['schema'] == 'edgekit.report/1'
    # the parts have none of their own: attributes, by the same rules
    part = preflight.verdict.to_dict()
    assert part['outcome'] == 'fits' and part['context_used'] == 8192 and isinstance(part['findings'], list)
    pools = preflight.placement.to_dict()['pools']
    assert pools[0]['pool']['id'] == 'gpu0.vram' and pools[0]['available'] is None


@check
def a_file_may_be_a_path():
    snapshot = pathlib.Path(__file__).parent.parent / 'machines' / I7 / 'snapshot.json'
    for file in (Gio.File.new_for_path(str(snapshot)), str(snapshot), snapshot):
        assert EdgeKit.Snapshot.load(file).get_recorded() == EdgeKit.Snapshot.load(file=file).get_recorded()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'computer.json'
        path.write_text(machine(I7).to_json())
        assert EdgeKit.HardwareProfile.load(path).to_dict() == machine(I7).to_dict()
        assert [item.to_dict() for item in EdgeKit.HardwareProfile.load_all(path)] == [machine(I7).to_dict()]
        assert EdgeKit.Detector.new_for_root(folder).root.get_path() == folder
        again = pathlib.Path(folder) / 'again.json'
        EdgeKit.Snapshot.load(snapshot).save(again)
        assert again.exists()
        raises(EdgeKit.NotFoundError, EdgeKit.HardwareProfile.load, pathlib.Path(folder) / 'no.json')
    assert EdgeKit.ModelSource.new_for_file(model('qwen3-8b')).load().architecture == 'qwen3'


@check
def what_cannot_be_made_so_says_how():
    for arguments, keywords in (('/x.gguf',), {}), ((), {'location': '/x.gguf'}):
        error = raises(TypeError, EdgeKit.ModelSource, *arguments, **keywords)
        assert 'ModelSource.new()' in str(error), error
    assert EdgeKit.Workload(context=4096).context == 4096


@check
def what_is_left_out_is_as_usual():
    info = machine(RTX)
    whole = EdgeKit.InstallPlan.new(info, 'llama.cpp', EdgeKit.Goal.CHAT, None, EdgeKit.InstallMethod.AUTO,
                                    EdgeKit.Shell.AUTO, False)
    assert EdgeKit.InstallPlan.new(info, 'llama.cpp').to_json() == whole.to_json()
    fish = EdgeKit.InstallPlan.new(info, 'llama.cpp', shell=EdgeKit.Shell.FISH)
    assert fish.shell == EdgeKit.Shell.FISH != whole.shell and fish.method == whole.method
    assert EdgeKit.HardwareProfile.new_from_json(info.to_json()).to_json() == info.to_json()
    assert EdgeKit.HardwareProfile.new_from_json(json=info.to_json()).to_dict() == info.to_dict()
    assert EdgeKit.Report.new(info).to_string() == EdgeKit.Report.new(info, None, None).to_string(
        EdgeKit.ReportFormat.TEXT)
    assert [engine.name for engine in EdgeKit.Engine.list(info)] == [
        engine.name for engine in EdgeKit.Engine.list(info, None, EdgeKit.Goal.CHAT)]
    assert EdgeKit.format_memory(2 ** 30) == EdgeKit.format_memory(2 ** 30, EdgeKit.MemoryUnits.IEC)
    assert EdgeKit.install_command() == EdgeKit.install_command(EdgeKit.Shell.AUTO) == asyncio.run(
        _awaited(EdgeKit.install_command_async))
    # but which one, and what to change it to, is to be said
    estimate = EdgeKit.model_preflight(model('llama-3.2-1b'), profile=info).estimate
    for call in (estimate.get_bytes, EdgeKit.Report.new(info).set_include_model, EdgeKit.InstallPlan.new,
                 info.lookup_pool):
        raises(TypeError, call)
    raises(TypeError, EdgeKit.InstallPlan.new, info, nonsense=1)
    raises(TypeError, EdgeKit.InstallPlan.new, info, 'llama.cpp', engine='vllm')
    raises(TypeError, asyncio.run, _awaited(EdgeKit.inspect_model_remote_async))


async def _awaited(call, *args):
    return await call(*args)


@check
def errors_are_classes():
    path = '/nonexistent/model.gguf'
    error = raises(EdgeKit.NotFoundError, EdgeKit.ModelSource.new(path).load)
    assert isinstance(error, EdgeKit.EdgeKitError) and isinstance(error, GLib.Error)
    assert error.matches(EdgeKit.error_quark(), EdgeKit.Error.NOT_FOUND) and error.code == EdgeKit.Error.NOT_FOUND
    assert str(error) == error.message and path in str(error)
    raises(EdgeKit.FormatError, EdgeKit.ModelSource.new(__file__).load)
    raises(EdgeKit.FormatError, EdgeKit.HardwareProfile.new_from_json, '{', -1)
    raises(EdgeKit.OfflineError, EdgeKit.inspect_model_remote, 'owner/name')
    raises(EdgeKit.NetworkError, EdgeKit.inspect_model_remote, 'owner/name')
    raises(EdgeKit.ArgumentError, EdgeKit.inspect_model_remote, '/a/b/c/d')
    raises(EdgeKit.EdgeKitError, EdgeKit.InstallPlan.new, machine(I7), 'no-such-engine', EdgeKit.Goal.CHAT, None,
           EdgeKit.InstallMethod.AUTO, EdgeKit.Shell.BASH, False)
    raises(GLib.Error, EdgeKit.Attachment.load, path)


@check
def every_code_has_a_family():
    codes = [code for code in vars(EdgeKit.Error).values() if isinstance(code, EdgeKit.Error)]
    assert len(codes) > 25
    from gi.overrides import EdgeKit as overlay
    assert set(codes) - set(overlay._ERRORS) == {EdgeKit.Error.FAILED}


@check
def a_cancelled_call_is_not_an_error_of_edgekit():
    cancellable = Gio.Cancellable()
    cancellable.cancel()
    error = raises(GLib.Error, EdgeKit.system_info, cancellable)
    assert error.matches(Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED)
    assert not isinstance(error, EdgeKit.EdgeKitError)


@check
def a_check_takes_keywords():
    path = pathlib.Path(model('qwen3-8b'))
    preflight = EdgeKit.model_preflight(path, profile=machine(RTX), context=16384, cache_type_k='q8_0')
    assert preflight.verdict.context_used == 16384 and preflight.workload.cache_type_k == 'q8_0'
    assert 'q8_0' in preflight.workload.list_cache_types()
    assert preflight.engine == 'llama.cpp' and EdgeKit.Preflight().engine is None
    odd = EdgeKit.model_preflight(path, profile=machine(RTX), cache_type_k='foo')
    assert not any('foo' in command.command for command in odd.commands), odd.commands
    assert EdgeKit.can_load(path, profile=machine(RTX), context=16384)
    assert not EdgeKit.can_load(model('llama-3.1-405b'), profile=machine(I7))
    vllm = EdgeKit.model_preflight(path, profile=machine(RTX), engine='vllm')
    assert vllm.verdict.reason == EdgeKit.VerdictReason.ENGINE and vllm.workload.engine == 'vllm', vllm.verdict
    strict = EdgeKit.model_preflight(path, profile=machine(RTX), max_utilization=0.2, min_context=2048)
    assert strict.max_utilization == 0.2 and strict.min_context == 2048
    assert strict.verdict.outcome != preflight.verdict.outcome
    raises(TypeError, EdgeKit.model_preflight, path, contxt=3)
    raises(ValueError, EdgeKit.model_preflight, path, engine='nonsense')
    given = EdgeKit.Workload(context=1024)
    EdgeKit.model_preflight(path, given, machine(RTX), parallel=2)
    assert given.parallel is None


@check
def slow_calls_are_awaited():
    async def main():
        source = EdgeKit.ModelSource.new(model('llama-3.2-1b'))
        seen = []
        source.connect('notify::activity', lambda *_: seen.append(threading.current_thread()))
        loaded = await source.load_async()
        assert loaded.architecture == 'llama'
        # what changes is told here, too
        assert seen and set(seen) == {threading.current_thread()}
        several = await asyncio.gather(*(EdgeKit.ModelSource.new(model(name)).load_async()
                                         for name in ('qwen3-8b', 'gemma3-4b', 'llama-3.1-8b')))
        assert [item.architecture for item in several] == ['qwen3', 'gemma3', 'llama']
        preflight = await EdgeKit.model_preflight_async(model('qwen3-8b'), profile=machine(RTX), context=4096)
        assert preflight.verdict.context_used == 4096
        assert await EdgeKit.can_load_async(model('qwen3-8b'), profile=machine(RTX))
        assert (await EdgeKit.system_info_async()).live
        try:
            await EdgeKit.ModelSource.new('/nonexistent.gguf').load_async()
        except EdgeKit.NotFoundError as error:
            assert '/nonexistent.gguf' in str(error)
        else:
            raise AssertionError('no error')
    asyncio.run(main())


@check
def awaiting_works_in_other_threads():
    results = []

    async def main():
        results.append((await EdgeKit.ModelSource.new(model('llama-3.2-1b')).load_async()).architecture)

    def with_a_context():
        context = GLib.MainContext.new()
        context.push_thread_default()
        asyncio.run(main())
        context.pop_thread_default()

    for work in (lambda: asyncio.run(main()), with_a_context):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(60)
    assert results == ['llama', 'llama']


@check
def a_context_that_never_rests_does_not_stop_the_loop():
    async def main():
        busy = GLib.idle_add(lambda: True, priority=GLib.PRIORITY_DEFAULT)
        loaded = await EdgeKit.ModelSource.new(model('llama-3.2-1b')).load_async()
        GLib.source_remove(busy)
        return loaded.architecture
    assert asyncio.run(main()) == 'llama'


@check
def cancelling_a_task_cancels_the_work():
    async def main():
        cancellable = Gio.Cancellable()
        task = asyncio.ensure_future(EdgeKit.system_info_async(cancellable))
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
        else:
            raise AssertionError('not cancelled')
        await asyncio.sleep(0)
        assert cancellable.is_cancelled()
        # and the loop goes on
        assert (await EdgeKit.ModelSource.new(model('llama-3.2-1b')).load_async()).architecture == 'llama'
    asyncio.run(main())


@check
def callbacks_stay_as_they_were():
    loop, results = GLib.MainLoop(), []

    def done(source, result):
        try:
            results.append(source.load_finish(result).architecture)
        except EdgeKit.NotFoundError as error:
            results.append(error.code)
        if len(results) == 3:
            loop.quit()

    def checked(_source, result, word):
        results.append((EdgeKit.model_preflight_finish(result).verdict.outcome.value_nick, word))
        if len(results) == 3:
            loop.quit()

    EdgeKit.ModelSource.new(model('qwen3-8b')).load_async(None, done)
    EdgeKit.ModelSource.new('/nonexistent.gguf').load_async(None, done)
    EdgeKit.model_preflight_async(model('qwen3-8b'), None, machine(RTX), None, checked, 'data')
    GLib.timeout_add_seconds(60, loop.quit)
    loop.run()
    assert EdgeKit.can_load(model('qwen3-8b'), profile=machine(RTX), engine=None)
    assert sorted(results, key=str) == sorted([('fits', 'data'), EdgeKit.Error.NOT_FOUND, 'qwen3'], key=str), results
    raises(RuntimeError, EdgeKit.ModelSource.new(model('qwen3-8b')).load_async)


run()
