#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The package edgekit, as programs written for the Python EdgeKit 0.2 use it.

What its README and its API reference show is done here, by the same calls and fields:
on this computer, and on recorded ones, for which the answers are known. Run by with-hub,
so that Hugging Face is on this computer.
"""
import contextlib
import io
import json
import os
import tempfile
from unittest import mock

from checks import EdgeKit, check, machine, model, raises, run

import edgekit

MLX, GGUF, SAFETENSORS, GATED = ('mlx-community/Llama-3-8B-4bit', 'TheBloke/Llama-2-7B-GGUF', 'meta-llama/Llama-3-8B',
                                 'meta-llama/Llama-3-70B')
WORKSTATION = EdgeKit.HardwareProfile.from_dict({
    'schema': 'edgekit.hardware/1', 'live': False,
    'os': {'family': 'linux', 'name': 'Debian GNU/Linux 12 (bookworm)', 'kernel': '6.1.0', 'architecture': 'x86_64'},
    'cpu': {'name': 'AMD Ryzen 9 7950X 16-Core Processor', 'vendor': 'amd', 'cores': 16, 'threads': 32,
            'features': ['avx2', 'fma', 'f16c', 'avx512f', 'avx512bw']},
    'memory_pools': [
        {'id': 'ram', 'kind': 'ram', 'total': 67419394048, 'available': 60129542144},
        {'id': 'gpu0.vram', 'kind': 'vram', 'total': 25757220864, 'available': 24000000000}],
    'accelerators': [
        {'id': 'gpu0', 'kind': 'gpu', 'vendor': 'nvidia', 'name': 'NVIDIA GeForce RTX 4090', 'integrated': False,
         'driver': 'nvidia', 'driver_version': '550.54.15', 'compute_capability': '8.9', 'max_cuda': '12.4',
         'runtimes': ['cuda'], 'pools': ['gpu0.vram'], 'usable': True}],
    'storage': [{'path': '/home', 'kind': 'nvme', 'total': 1000000000000, 'free': 400000000000}],
    'software': {'shell': 'bash', 'python': '3.11', 'python_environment': 'venv', 'gcc': '12.2', 'cmake': '3.25',
                 'nvcc': '12.4', 'cudart': '12'}})
MAC = machine('macos-apple-m3-max')


@contextlib.contextmanager
def on(profile):
    """Programs inside run on that computer."""
    with contextlib.ExitStack() as stack:
        for module in (edgekit.hardware, edgekit.models, edgekit.build):
            stack.enter_context(mock.patch.object(module, 'detect', lambda: (profile, None)))
        yield


def printed(program, profile=None):
    """What a program prints, on this computer or another one."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), on(profile) if profile else contextlib.nullcontext():
        program()
    return output.getvalue().splitlines()


# --- the README -------------------------------------------------------------------


def readme_overview():
    from edgekit.hardware import recommended_engine, system_info
    from edgekit.models import model_preflight
    hw = system_info()
    print(f'{hw.cpu.brand_raw}: {hw.ram.available_gb:.1f}')
    engine = recommended_engine()
    print(f'{engine.name}: {engine.reason}')
    result = model_preflight('mlx-community/Llama-3-8B-4bit', engine='mlx_lm')
    if result.status:
        print(f'{result.usable_context:,} of {result.context_limit:,}')
    else:
        print(f'no: {result.reason}')


@check
def the_overview_of_the_readme():
    assert printed(readme_overview, WORKSTATION) == [
        'AMD Ryzen 9 7950X 16-Core Processor: 56.0',
        'llama.cpp: Runs almost every model that there is as GGUF. Computes on NVIDIA GeForce RTX 4090 with CUDA.',
        'no: EdgeKit cannot say whether this engine runs the model']
    with mock.patch.object(EdgeKit.MemoryPool, 'available', 30 * 1024 ** 3):
        lines = printed(readme_overview, MAC)
    assert lines == ['Apple M3 Max: 30.0', 'MLX: Made by Apple for its own chips.', '131,072 of 131,072'], lines
    assert len(printed(readme_overview)) == 3


@check
def the_hardware_of_the_readme():
    with on(WORKSTATION):
        hw = edgekit.system_info()
    assert hw.gpu.nvidia[0].compute_capability == 8.9
    assert hw.cpu.instruction_sets == ['avx2', 'avx512f', 'avx512bw']
    # as the documentation spells them, too
    assert 'AVX2' in hw.cpu.instruction_sets and 'AVX-512' in hw.cpu.instruction_sets
    assert 'NEON' not in hw.cpu.instruction_sets
    with on(MAC):
        hw = edgekit.system_info()
    assert 'M3 Max' in hw.gpu.apple.model and hw.gpu.apple.metal_supported and hw.gpu.apple.vram_gb == 36.0
    assert hw.cpu.instruction_sets == ['neon'] and 'NEON' in hw.cpu.instruction_sets


@check
def the_preflight_of_the_readme():
    with on(WORKSTATION):
        result = edgekit.model_preflight(GGUF, engine='llama_cpp')
    assert result.status is True and result.reason is edgekit.models.PreflightReason.FULL_CONTEXT
    assert result.context_limit == result.usable_context == 4096
    # the weights by every tensor of the file, the cache of 32 layers with 32 heads of 128 in 16 bits
    assert abs(result.estimate.weights_gb - 3.8) < 0.01 and result.estimate.kv_cache_gb == 2.0
    assert result.required_gb == result.estimate.total_required_gb > 5.8
    assert result.available_gb == 24000000000 / 1024 ** 3
    assert 0.25 < result.utilization < 0.30


@check
def the_build_options_of_the_readme():
    from edgekit.build import llama_cpp_args
    with on(WORKSTATION):
        assert llama_cpp_args() == ['-DGGML_CUDA=ON', '-DCMAKE_CUDA_ARCHITECTURES=89']
    assert all(option.startswith('-D') for option in llama_cpp_args())


# --- the API reference ------------------------------------------------------------


@check
def every_record_has_its_fields():
    with on(WORKSTATION):
        hw = edgekit.system_info()
    assert (hw.os.platform, hw.os.version, hw.os.architecture) == ('Linux', '6.1.0', 'x86_64')
    assert (hw.cpu.arch, hw.cpu.physical_cores, hw.cpu.logical_cores) == ('x86_64', 16, 32)
    assert (hw.ram.total_gb, hw.ram.available_gb, hw.ram.details) == (62.79, 56.0, None)
    assert hw.storage.primary_type == 'SSD/NVMe' and hw.npus == [] and hw.python_version == '3.11'
    gpu = hw.gpu.nvidia[0]
    assert hw.gpu.detected_vendor == 'NVIDIA' and len(hw.gpu.nvidia) == 1
    assert (gpu.model, gpu.vram_gb, gpu.available_vram_gb) == ('NVIDIA GeForce RTX 4090', 23.99, 22.35)
    assert (gpu.driver_version, gpu.cuda_version) == ('550.54.15', '12.4')
    assert gpu.cuda_cores is gpu.tensor_cores is gpu.ecc_enabled is None
    assert hw.gpu.amd is hw.gpu.intel is hw.gpu.apple is hw.gpu.vulkan_api_version is None
    # the original never filled it in
    assert hw.recommended_engine.name == 'llama.cpp' and hw.recommended_engine.reason


@check
def other_makers_have_theirs():
    apu = edgekit.system_info(machine('amd-phoenix-780m-apu')).gpu.amd[0]
    assert (apu.model, apu.is_apu, apu.rocm_compatible) == ('AMD Radeon 780M Graphics', True, True)
    assert (apu.vram_gb, apu.gtt_total_gb, apu.gtt_used_gb) == (4.0, 29.28, 0.2)
    gpu = edgekit.system_info(machine('windows-core-ultra7-258v')).gpu
    assert gpu.detected_vendor == 'Intel' and [device.type for device in gpu.intel] == ['iGPU', 'NPU']
    assert edgekit.system_info(machine('intel-arc-a380-xe')).gpu.intel[0].driver_type == 'xe'
    npu = edgekit.system_info(MAC).npus[0]
    assert npu.vendor == 'Apple' and npu.model_name == 'Apple Neural Engine (16 cores)'
    none = edgekit.system_info(machine('intel-i7-1370p-hybrid')).gpu
    assert none.detected_vendor is none.nvidia is none.amd is none.intel is none.apple is None


@check
def the_memory_of_linux_has_details():
    stats = edgekit.hardware.get_linux_memory_stats()
    assert stats['total_gb'] > stats['available_gb'] > 0
    assert 0 < stats['details']['mem_free_gb'] <= stats['total_gb']
    assert isinstance(edgekit.system_info().ram.details, edgekit.hardware.LinuxMemoryDetails)
    raises(OSError, edgekit.hardware.get_macos_memory_stats)


@check
def an_engine_has_packages():
    def program():
        engine = edgekit.recommended_engine()
        print(engine.name, '|', ' '.join(engine.dependencies), '|', bool(engine.reason))
    assert printed(program, WORKSTATION) == ['llama.cpp | llama-cpp-python | True']
    assert printed(program, MAC) == ['MLX | mlx-lm | True']
    assert edgekit.hardware.optimal_inference_engine is edgekit.hardware.recommended_engine


@check
def a_shorter_context_is_told():
    def program():
        result = edgekit.model_preflight('meta-llama/Llama-3-8B', engine='vllm')
        print(result.status, f'{result.usable_context:,}', f'{result.context_limit:,}', result.reason.name)
        print(f'{(1 - result.usable_context / result.context_limit) * 100:.0f}')
    lines = printed(program, WORKSTATION)
    status, usable, limit, reason = lines[0].split()
    assert (status, limit, reason) == ('True', '131,072', 'REDUCED_CONTEXT'), lines
    assert 30000 < int(usable.replace(',', '')) < 60000 and 50 < int(lines[1]) < 80


@check
def limits_can_be_set():
    with on(WORKSTATION):
        usual = edgekit.model_preflight(GGUF, engine='llama_cpp')
        careful = edgekit.model_preflight(GGUF, engine='llama_cpp', max_utilization=0.70)
        bold = edgekit.model_preflight(GGUF, engine='llama_cpp', max_utilization=0.95, min_context=2048)
        none = edgekit.model_preflight(model('llama-3.1-405b'), engine='llama_cpp')
    assert usual.status and careful.status and bold.status
    assert not none.status and none.usable_context == 0 and none.context_limit == 131072
    assert none.reason is edgekit.models.PreflightReason.MEMORY_EXCEEDED and 'too large' in str(none.reason)
    assert none.required_gb > 226 and none.utilization > 1


@check
def a_file_is_checked_by_its_path():
    with on(WORKSTATION):
        result = edgekit.model_preflight(model('qwen3-8b'), engine='llama_cpp')
        assert result.estimate.quantization == 'Q4_K_M' and round(result.estimate.params_billions, 1) == 8.2
        assert edgekit.can_load(model('qwen3-8b'), engine='llama_cpp')
        assert not edgekit.can_load(model('llama-3.1-405b'), engine='llama_cpp')
        assert not edgekit.can_load(MLX, engine='mlx_lm')
    with on(MAC):
        assert edgekit.can_load(MLX, engine='mlx_lm')


@check
def a_model_elsewhere_is_inspected():
    from edgekit.models import RemoteInspectError, inspect_model_remote
    facts = inspect_model_remote(GGUF, engine='llama_cpp')
    assert (facts.num_layers, facts.num_kv_heads, facts.quantization_type) == (32, 32, 'Q4_K_M')
    assert (facts.model_id, facts.model_type, facts.head_dim, facts.hidden_size) == (GGUF, 'gguf', 128, 4096)
    assert (facts.vocab_size, facts.model_max_context, facts.is_moe, facts.is_multimodal) == (32000, 4096, False, False)
    facts = inspect_model_remote(SAFETENSORS, engine='vllm')
    assert (facts.model_type, facts.num_attention_heads, facts.num_kv_heads) == ('transformers', 32, 8)
    assert (facts.base_context_length, facts.rope_scaling_factor, facts.model_max_context) == (8192, 8.0, 131072)
    assert facts.sliding_window is None and facts.kv_lora_rank is None and facts.raw_config['architecture']
    assert inspect_model_remote(MLX, engine='mlx_lm').model_type == 'mlx'
    error = raises(RemoteInspectError, inspect_model_remote, GATED, engine='vllm')
    assert 'HF_TOKEN' in str(error) and GATED in str(error)
    raises(RemoteInspectError, inspect_model_remote, 'nobody/nothing', engine='llama_cpp')
    raises(RemoteInspectError, inspect_model_remote, GGUF, engine='vllm')


@check
def the_library_itself_says_more():
    preflight = EdgeKit.model_preflight('hf:' + GGUF, profile=WORKSTATION, context=2048)
    assert preflight.verdict.context_used == 2048 and preflight.estimate.kv_cache == 2 ** 30
    assert preflight.model.bytes_read < 2 ** 20 < preflight.model.file_size
    assert isinstance(raises(EdgeKit.AccessError, EdgeKit.inspect_model_remote, GATED).code, int)


@check
def a_command_is_for_a_shell():
    with on(WORKSTATION):
        assert edgekit.install_command() == edgekit.install_command(shell='bash')
        bash, powershell = edgekit.install_command(shell='bash'), edgekit.install_command(shell='powershell')
    assert "CMAKE_ARGS='-DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=89'" in bash
    assert 'pip install' in bash and 'llama-cpp-python' in bash
    assert '$env:CMAKE_ARGS' in powershell and 'llama-cpp-python' in powershell
    raises(ValueError, edgekit.install_command, shell='tcsh')
    assert 'llama-cpp-python' in edgekit.install_command()


@check
def records_are_written_and_read_back():
    from edgekit.hardware import HardwareProfile
    for profile in (WORKSTATION, MAC, machine('amd-phoenix-780m-apu'), None):
        hw = edgekit.system_info(profile)
        assert HardwareProfile(**hw.model_dump()) == hw
        assert HardwareProfile.model_validate(json.loads(hw.model_dump_json(indent=2))) == hw
        assert hw.model_validate(hw.model_dump()).cpu.brand_raw == hw.cpu.brand_raw
    with on(WORKSTATION), tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'preflight.json')
        with open(path, 'w') as file:
            file.write(edgekit.model_preflight(GGUF, engine='llama_cpp').model_dump_json())
        with open(path) as file:
            written = json.load(file)
        assert written['status'] is True and written['reason'] == 'FULL_CONTEXT'
        assert written['estimate']['kv_cache_gb'] == 2.0
        engine = edgekit.recommended_engine()
        assert engine.model_validate(engine.model_dump()) == engine


@check
def mistakes_are_the_documented_exceptions():
    raises(ValueError, edgekit.model_preflight, GGUF, engine='llama.cpp')
    raises(ValueError, edgekit.inspect_model_remote, GGUF, engine='ollama')
    raises(FileNotFoundError, edgekit.model_preflight, '/path/to/model.gguf', engine='llama_cpp')
    error = raises(edgekit.models.PreflightValidationError, edgekit.model_preflight, __file__, engine='llama_cpp')
    assert isinstance(error, ValueError) and error.model_id == __file__
    raises(edgekit.models.RemoteInspectError, edgekit.model_preflight, GATED, engine='vllm')


@check
def names_are_where_they_were():
    assert set(edgekit.__all__) >= {'hardware', 'models', 'build', 'system_info', 'recommended_engine',
                                    'model_preflight', 'can_load', 'PreflightResult', 'Engine', 'llama_cpp_args',
                                    'install_command'}
    for module in (edgekit, edgekit.hardware, edgekit.models, edgekit.build):
        assert all(hasattr(module, name) for name in module.__all__)
    assert edgekit.hardware.systeminfo is edgekit.system_info and edgekit.__version__ == EdgeKit.get_version()


run()
