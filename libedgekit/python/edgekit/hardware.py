# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is in this computer, and which engine suits it."""
import dataclasses
import platform
from typing import Any, Dict, List, Optional, Union

from ._library import EdgeKit, detect, gb
from ._schema import Schema, nested


@dataclasses.dataclass
class OperatingSystem(Schema):
    platform: Optional[str] = None      # 'Linux', 'Windows' or 'Darwin'
    version: Optional[str] = None       # of its kernel
    architecture: Optional[str] = None


class InstructionSets(list):
    """Names as the kernel has them; the spellings of the documentation are found, too."""
    _SPELLINGS = {'avx-512': 'avx512f', 'avx512': 'avx512f'}

    def __contains__(self, name):
        name = str(name).lower()
        return super().__contains__(self._SPELLINGS.get(name, name))


@dataclasses.dataclass
class CPU(Schema):
    brand_raw: Optional[str] = None
    arch: Optional[str] = None
    physical_cores: Optional[int] = None
    logical_cores: Optional[int] = None
    instruction_sets: Optional[List[str]] = None

    def __post_init__(self):
        if self.instruction_sets is not None:
            self.instruction_sets = InstructionSets(self.instruction_sets)


@dataclasses.dataclass
class MacOSMemoryDetails(Schema):
    cached_files_gb: float
    wired_gb: float
    compressed_gb: float
    app_memory_gb: float
    speculative_gb: float
    page_size_bytes: int


@dataclasses.dataclass
class WindowsMemoryDetails(Schema):
    standby_gb: Optional[float] = None
    modified_gb: Optional[float] = None
    free_gb: Optional[float] = None
    cached_gb: Optional[float] = None
    commit_total_gb: Optional[float] = None
    commit_limit_gb: Optional[float] = None


@dataclasses.dataclass
class LinuxMemoryDetails(Schema):
    mem_free_gb: float
    buffers_gb: float
    cached_gb: float
    sreclaimable_gb: float
    swap_total_gb: Optional[float] = None
    swap_free_gb: Optional[float] = None


@dataclasses.dataclass
class RAM(Schema):
    total_gb: Optional[float] = None
    available_gb: Optional[float] = None
    details: Optional[Union[MacOSMemoryDetails, WindowsMemoryDetails, LinuxMemoryDetails]] = nested(
        LinuxMemoryDetails, MacOSMemoryDetails, WindowsMemoryDetails)


@dataclasses.dataclass
class Storage(Schema):
    primary_type: Optional[str] = None  # 'SSD/NVMe', 'HDD' or 'Unknown'


@dataclasses.dataclass
class NVIDIAGPU(Schema):
    model: Optional[str] = None
    vram_gb: Optional[float] = None
    available_vram_gb: Optional[float] = None
    driver_version: Optional[str] = None
    cuda_version: Optional[str] = None  # the newest that the driver runs
    compute_capability: Optional[float] = None
    cuda_cores: Optional[int] = None    # not known to EdgeKit
    tensor_cores: Optional[int] = None  # not known to EdgeKit
    ecc_enabled: Optional[bool] = None  # not known to EdgeKit


@dataclasses.dataclass
class AMDGPU(Schema):
    model: Optional[str] = None
    vram_gb: Optional[float] = None
    available_vram_gb: Optional[float] = None
    driver_version: Optional[str] = None
    rocm_compatible: bool = False
    compute_units: Optional[int] = None  # not known to EdgeKit
    is_apu: Optional[bool] = None
    gtt_total_gb: Optional[float] = None
    gtt_used_gb: Optional[float] = None


@dataclasses.dataclass
class IntelAccelerator(Schema):
    model: Optional[str] = None
    type: Optional[str] = None             # 'dGPU', 'iGPU' or 'NPU'
    execution_units: Optional[int] = None  # not known to EdgeKit
    vram_gb: Optional[float] = None
    driver_version: Optional[str] = None
    shared_memory_limit_gb: Optional[float] = None
    driver_type: Optional[str] = None      # 'i915' or 'xe'


@dataclasses.dataclass
class AppleGPU(Schema):
    model: Optional[str] = None
    vram_gb: Optional[float] = None      # all of the memory: it is unified
    gpu_cores: Optional[int] = None      # in the model's name
    metal_supported: bool = False


@dataclasses.dataclass
class GPU(Schema):
    detected_vendor: Optional[str] = None
    vulkan_api_version: Optional[str] = None  # not known to EdgeKit
    nvidia: Optional[List[NVIDIAGPU]] = nested(NVIDIAGPU)
    amd: Optional[List[AMDGPU]] = nested(AMDGPU)
    intel: Optional[List[IntelAccelerator]] = nested(IntelAccelerator)
    apple: Optional[AppleGPU] = nested(AppleGPU)


@dataclasses.dataclass
class NPU(Schema):
    vendor: Optional[str] = None
    model_name: Optional[str] = None
    npu_cores: Optional[int] = None      # in the model's name


@dataclasses.dataclass
class EngineRecommendation(Schema):
    name: str
    reason: str


@dataclasses.dataclass
class OptimalInferenceEngine(Schema):
    name: str
    dependencies: List[str]
    reason: str


@dataclasses.dataclass
class HardwareProfile(Schema):
    os: OperatingSystem = nested(OperatingSystem)
    python_version: Optional[str] = None
    cpu: CPU = nested(CPU)
    ram: RAM = nested(RAM)
    storage: Storage = nested(Storage)
    gpu: GPU = nested(GPU)
    npus: List[NPU] = nested(NPU, many=True)
    recommended_engine: Optional[EngineRecommendation] = nested(EngineRecommendation)


# --- from the library's words into the original's ---------------------------------

_PLATFORMS = {'linux': 'Linux', 'windows': 'Windows', 'macos': 'Darwin'}
_VENDORS = {'nvidia': 'NVIDIA', 'amd': 'AMD', 'intel': 'Intel', 'apple': 'Apple'}
_INSTRUCTION_SETS = ('avx2', 'avx512f', 'avx512bw', 'avx512dq', 'avx512vl', 'neon', 'amx')
_STORAGE = {'nvme': 'SSD/NVMe', 'ssd': 'SSD/NVMe', 'hdd': 'HDD'}

# Its engines, as it calls them, and the packages of Python that they are; what runs GGUF
# files, it calls llama.cpp.
_ENGINES = {
    'tensorrt-llm': ('TensorRT-LLM', 'tensorrt-llm'),
    'vllm': ('vLLM', 'vllm'),
    'mlx-lm': ('MLX', 'mlx-lm'),
    'openvino-genai': ('OpenVINO', 'openvino-genai'),
}
_LLAMA_CPP = ('llama.cpp', 'llama-cpp-python')


def _cpu(profile):
    features = list(profile.cpu.features or [])
    if any(name.startswith('amx') for name in features):
        features.append('amx')
    return CPU(profile.cpu.name, profile.os.architecture, profile.cpu.cores, profile.cpu.threads,
               [name for name in _INSTRUCTION_SETS if name in features] or None)


def _linux_details(snapshot):
    lines = snapshot.get_text('file:/proc/meminfo') if snapshot else None
    sizes = {}
    for line in (lines or '').splitlines():
        words = line.replace(':', ' ').split()
        if len(words) >= 2 and words[1].isdigit():
            sizes[words[0]] = round(int(words[1]) / 1024 ** 2, 2)  # kB, which are KiB
    names = ('MemFree', 'Buffers', 'Cached', 'SReclaimable')
    if not all(name in sizes for name in names):
        return None
    free, buffers, cached, reclaimable = (sizes[name] for name in names)
    return LinuxMemoryDetails(free, buffers, cached, reclaimable, sizes.get('SwapTotal'), sizes.get('SwapFree'))


def _ram(profile, snapshot):
    pool = profile.lookup_pool('ram')
    if pool is None:
        return RAM()
    details = _linux_details(snapshot) if profile.os.family == 'linux' else None
    return RAM(gb(pool.total), gb(pool.available), details)


def _pool(profile, accelerator, kind):
    for name in accelerator.pools or []:
        pool = profile.lookup_pool(name)
        if pool and pool.kind == kind:
            return pool
    return None


def _size(pool, field='total'):
    return gb(getattr(pool, field)) if pool else None


def _nvidia(profile, gpu):
    # a module whose memory is the computer's has no memory of its own
    pool = _pool(profile, gpu, EdgeKit.PoolKind.VRAM) or _pool(profile, gpu, EdgeKit.PoolKind.SHARED)
    capability = float(gpu.compute_capability) if gpu.compute_capability else None
    return NVIDIAGPU(gpu.name, _size(pool), _size(pool, 'available'), gpu.driver_version, gpu.max_cuda, capability)


def _amd(profile, gpu):
    pool, gtt = _pool(profile, gpu, EdgeKit.PoolKind.VRAM), _pool(profile, gpu, EdgeKit.PoolKind.SHARED)
    used = None if gtt is None or None in (gtt.total, gtt.available) else gb(gtt.total - gtt.available)
    return AMDGPU(gpu.name, _size(pool), _size(pool, 'available'), gpu.driver_version, 'hip' in (gpu.runtimes or []),
                  None, gpu.integrated, _size(gtt), used)


def _intel(profile, device):
    kind = 'NPU' if device.kind == EdgeKit.AcceleratorKind.NPU else 'iGPU' if device.integrated else 'dGPU'
    pool, shared = _pool(profile, device, EdgeKit.PoolKind.VRAM), _pool(profile, device, EdgeKit.PoolKind.SHARED)
    driver = device.driver if device.driver in ('i915', 'xe') else None
    return IntelAccelerator(device.name, kind, None, _size(pool), device.driver_version, _size(shared), driver)


def _apple(profile, gpu):
    return AppleGPU(gpu.name, _size(profile.lookup_pool('ram')), None, 'metal' in (gpu.runtimes or []))


def _gpu(profile):
    found: Dict[str, List[EdgeKit.Accelerator]] = {}
    for device in profile.accelerators:
        if device.kind == EdgeKit.AcceleratorKind.GPU or device.vendor == 'intel':
            found.setdefault(device.vendor, []).append(device)
    lists = {vendor: [make(profile, device) for device in found.get(vendor, [])] or None
             for vendor, make in (('nvidia', _nvidia), ('amd', _amd), ('intel', _intel), ('apple', _apple))}
    gpus = [vendor for vendor in _VENDORS
            if any(device.kind == EdgeKit.AcceleratorKind.GPU for device in found.get(vendor, []))]
    return GPU(_VENDORS[gpus[0]] if gpus else None, None, lists['nvidia'], lists['amd'], lists['intel'],
               lists['apple'][0] if lists['apple'] else None)


def _npus(profile):
    return [NPU(_VENDORS.get(device.vendor, device.vendor), device.name) for device in profile.accelerators
            if device.kind == EdgeKit.AcceleratorKind.NPU]


def _storage(profile):
    if not len(profile.storage):
        return Storage()
    return Storage(_STORAGE.get(profile.storage[0].kind, 'Unknown'))


def _engine(profile):
    for engine in EdgeKit.Engine.list(profile, None, EdgeKit.Goal.CHAT):
        if engine.suitable:
            name, package = _ENGINES.get(engine.name, _LLAMA_CPP)
            return OptimalInferenceEngine(name, [package], ' '.join(engine.reasons or []))
    return None


def _from_library(profile, snapshot=None):
    engine = _engine(profile)
    system = OperatingSystem(_PLATFORMS.get(profile.os.family, profile.os.family), profile.os.kernel,
                             profile.os.architecture)
    return HardwareProfile(system, platform.python_version() if profile.live else profile.software.python,
                           _cpu(profile), _ram(profile, snapshot), _storage(profile), _gpu(profile), _npus(profile),
                           EngineRecommendation(engine.name, engine.reason) if engine else None)


# --- what a program calls ---------------------------------------------------------


def system_info(profile: Optional[EdgeKit.HardwareProfile] = None,
                snapshot: Optional[EdgeKit.Snapshot] = None) -> HardwareProfile:
    """What is in this computer; or in another one, an EdgeKit.HardwareProfile."""
    if profile is None:
        profile, snapshot = detect()
    return _from_library(profile, snapshot)


def recommended_engine(profile: Optional[EdgeKit.HardwareProfile] = None) -> OptimalInferenceEngine:
    """The engine that suits this computer, or another one, best."""
    engine = _engine(detect()[0] if profile is None else profile)
    if engine is None:
        raise RuntimeError('EdgeKit knows no engine that suits this computer')
    return engine


def _memory_of(name):
    info = system_info()
    if info.os.platform != name:
        raise OSError('this computer does not run %s' % name)
    return info.ram.model_dump()


def get_linux_memory_stats() -> Dict[str, Any]:
    """The memory of a computer with Linux, as RAM has it."""
    return _memory_of('Linux')


def get_macos_memory_stats() -> Dict[str, Any]:
    """The memory of a Mac, as RAM has it."""
    return _memory_of('Darwin')


def get_windows_memory_stats() -> Dict[str, Any]:
    """The memory of a computer with Windows, as RAM has it."""
    return _memory_of('Windows')


# older names
systeminfo = system_info
optimal_inference_engine = recommended_engine

__all__ = [
    'system_info', 'recommended_engine', 'HardwareProfile', 'OptimalInferenceEngine', 'EngineRecommendation',
    'OperatingSystem', 'CPU', 'GPU', 'RAM', 'NPU', 'Storage', 'MacOSMemoryDetails', 'WindowsMemoryDetails',
    'LinuxMemoryDetails', 'NVIDIAGPU', 'AMDGPU', 'IntelAccelerator', 'AppleGPU', 'get_macos_memory_stats',
    'get_linux_memory_stats', 'get_windows_memory_stats', 'systeminfo', 'optimal_inference_engine',
]
