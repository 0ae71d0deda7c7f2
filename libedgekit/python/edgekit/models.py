# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether a model fits, before it is downloaded or loaded."""
import dataclasses
import enum
import os
from typing import Any, Dict, List, Literal, Optional, Union

from ._library import GB, EdgeKit, detect, gb
from ._schema import Schema, nested

Engine = Literal['mlx_lm', 'llama_cpp', 'vllm']
_ENGINES = ('mlx_lm', 'llama_cpp', 'vllm')


class PreflightReason(enum.Enum):
    """Why a model runs or does not; str() is a sentence."""
    VALIDATION_FAILED = 'EdgeKit cannot say whether this engine runs the model'
    MEMORY_EXCEEDED = 'The model is too large for this computer'
    CONTEXT_INSUFFICIENT = 'Too little memory is left for a context of useful length'
    FULL_CONTEXT = 'The model fits with its whole context'
    REDUCED_CONTEXT = 'The model fits with a shorter context'

    def __str__(self):
        return self.value


class RemoteInspectError(Exception):
    """The description of a model on a server could not be read; the message says why."""


class PreflightValidationError(ValueError):
    """A file or a repository holds no model that can be checked."""

    def __init__(self, message, model_id=None):
        super().__init__(message)
        self.model_id = model_id


@dataclasses.dataclass
class MemoryEstimate(Schema):
    weights_gb: float = 0.0
    kv_cache_gb: float = 0.0            # with the state of recurrent layers
    total_required_gb: float = 0.0
    available_gb: float = 0.0
    context_length: int = 0
    max_safe_context: Optional[int] = None
    params_billions: Optional[float] = None
    quantization: Optional[str] = None


@dataclasses.dataclass
class PreflightResult(Schema):
    status: bool
    reason: PreflightReason
    required_gb: float = 0.0
    available_gb: float = 0.0
    utilization: float = 0.0
    context_limit: int = 0
    usable_context: int = 0
    estimate: Optional[MemoryEstimate] = nested(MemoryEstimate)


@dataclasses.dataclass
class ModelMetadata(Schema):
    model_id: str
    model_type: str                     # 'gguf', 'mlx' or 'transformers'
    params_billions: Optional[float] = None
    bits_per_weight: float = 16.0
    quantization_type: Optional[str] = None
    exact_model_size_gb: Optional[float] = None
    num_layers: Optional[int] = None
    hidden_size: Optional[int] = None
    num_attention_heads: Optional[int] = None
    num_kv_heads: Optional[int] = None
    head_dim: Optional[int] = None
    vocab_size: Optional[int] = None
    layer_types: Optional[List[str]] = None
    intermediate_size: Optional[int] = None
    quantization_exceptions: List[str] = dataclasses.field(default_factory=list)
    base_context_length: Optional[int] = None
    rope_scaling_factor: float = 1.0
    model_max_context: Optional[int] = None
    has_sliding_window: bool = False
    sliding_window_size: Optional[int] = None
    num_global_layers: Optional[int] = None
    num_local_layers: Optional[int] = None
    is_moe: bool = False
    num_experts: Optional[int] = None
    is_multimodal: bool = False
    kv_lora_rank: Optional[int] = None
    raw_config: Dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def sliding_window(self):
        """The documentation's name of sliding_window_size."""
        return self.sliding_window_size


# --- from the library's words into the original's ---------------------------------

_REASONS = {
    'weights': PreflightReason.MEMORY_EXCEEDED,
    'memory-in-use': PreflightReason.MEMORY_EXCEEDED,
    'disk': PreflightReason.MEMORY_EXCEEDED,
    'context-too-long': PreflightReason.CONTEXT_INSUFFICIENT,
    'context-below-minimum': PreflightReason.CONTEXT_INSUFFICIENT,
}
_MODEL_TYPES = {'gguf': 'gguf', 'mlx': 'mlx'}
_ATTENTION = {'full': 'full_attention', 'window': 'sliding_attention'}


def _check_engine(engine):
    if engine not in _ENGINES:
        raise ValueError('%r is no engine; it is one of %s' % (engine, ', '.join(_ENGINES)))


def _location(model_id):
    """What the library is asked for: what is here first, as the original does it."""
    model_id = os.fspath(model_id)
    if os.path.exists(os.path.expanduser(model_id)):
        return os.path.abspath(os.path.expanduser(model_id))
    return model_id


def _names_file(model_id):
    """Whether no repository is called like this: those are owner/name."""
    return model_id.count('/') != 1 or model_id.startswith(('/', '.', '~')) or model_id.endswith('.gguf')


def _raise(error, model_id):
    """The exceptions that the original documents."""
    if isinstance(error, EdgeKit.NotFoundError) and _names_file(model_id):
        raise FileNotFoundError(error.message) from error
    if isinstance(error, (EdgeKit.NotFoundError, EdgeKit.NetworkError, EdgeKit.AccessError)):
        raise RemoteInspectError(error.message) from error
    raise PreflightValidationError(error.message, model_id) from error


def _capacity(preflight):
    """The memory that decides: of the places where the context would be kept."""
    uses = [use for use in preflight.placement.pools if use.used] if preflight.placement else []
    return sum(use.capacity or 0 for use in uses if use.kv_cache or use.recurrent_state or len(uses) == 1)


def _estimate(preflight, usable):
    estimate, model = preflight.estimate, preflight.model
    return MemoryEstimate(estimate.weights / GB, ((estimate.kv_cache or 0) + (estimate.recurrent_state or 0)) / GB,
                          estimate.total / GB, _capacity(preflight) / GB, preflight.verdict.context_used or 0, usable,
                          None if model.parameters is None else model.parameters / 1e9, model.quantization)


def _result(preflight):
    verdict = preflight.verdict
    runs = verdict.outcome not in (EdgeKit.Outcome.NO, EdgeKit.Outcome.UNKNOWN)
    limit = verdict.context_model_max or 0
    usable = (verdict.context_usable or 0) if runs else 0
    if not runs:
        reason = _REASONS.get(verdict.reason.value_nick, PreflightReason.VALIDATION_FAILED)
    else:
        reason = PreflightReason.FULL_CONTEXT if usable >= limit else PreflightReason.REDUCED_CONTEXT
    # what it takes with the context that is promised; where there is none, with the shortest
    preflight.workload.context = usable or min(limit or preflight.min_context, preflight.min_context)
    if preflight.estimate is None or preflight.estimate.total is None:
        return PreflightResult(runs, reason, context_limit=limit, usable_context=usable)
    estimate = _estimate(preflight, usable or None)
    return PreflightResult(runs, reason, estimate.total_required_gb, estimate.available_gb,
                           preflight.verdict.utilization or 0.0, limit, usable, estimate)


def _metadata(model_id, model):
    layers = list(model.layers)
    attentive = [layer for layer in layers if layer.heads]
    kinds = [layer.attention.value_nick for layer in layers]
    window = model.window or None
    return ModelMetadata(
        model_id, _MODEL_TYPES.get(model.format, 'transformers'),
        None if model.parameters is None else model.parameters / 1e9, model.bits_per_weight or 16.0,
        model.quantization, gb(model.weights_size, 6), model.n_layers, model.embedding_length,
        max((layer.heads for layer in attentive), default=None),
        max((layer.kv_heads or 0 for layer in attentive), default=None),
        attentive[0].key_length if attentive else None, model.vocabulary_size,
        [_ATTENTION.get(kind, kind) for kind in kinds] or None, model.feed_forward_length,
        base_context_length=model.original_context_length or model.context_length,
        rope_scaling_factor=model.rope_factor or 1.0, model_max_context=model.context_length,
        has_sliding_window='window' in kinds, sliding_window_size=window if 'window' in kinds else None,
        num_global_layers=kinds.count('full') + kinds.count('mla') + kinds.count('hybrid'),
        num_local_layers=kinds.count('window'), is_moe=bool(model.experts), num_experts=model.experts or None,
        is_multimodal=model.get_role_parameters(EdgeKit.TensorRole.TOWER) > 0,
        kv_lora_rank=model.kv_lora_rank or None, raw_config=model.to_dict())


# --- what a program calls ---------------------------------------------------------


def model_preflight(model_id: Union[str, 'os.PathLike[str]'], engine: Engine, max_utilization: float = 0.85,
                    min_context: int = 4096, profile: Optional[EdgeKit.HardwareProfile] = None) -> PreflightResult:
    """Whether a model fits: a local path, or owner/name on Hugging Face.

    Of a model elsewhere only the description is read, at most a few megabytes. `profile`
    is another computer than this one, an EdgeKit.HardwareProfile.
    """
    _check_engine(engine)
    try:
        # one conversation at a time, as llama-cpp-python holds it
        preflight = EdgeKit.model_preflight(_location(model_id), profile=profile or detect()[0], engine=engine,
                                            preset=EdgeKit.Preset.COMPLETION, max_utilization=max_utilization,
                                            min_context=min_context)
    except EdgeKit.EdgeKitError as error:
        _raise(error, os.fspath(model_id))
    return _result(preflight)


def can_load(model_id: Union[str, 'os.PathLike[str]'], engine: Engine,
             profile: Optional[EdgeKit.HardwareProfile] = None) -> bool:
    """Whether a model fits, as yes or no."""
    return model_preflight(model_id, engine, profile=profile).status


def inspect_model_remote(repo_id: str, engine: Engine) -> ModelMetadata:
    """The facts of a model on Hugging Face, by the first bytes of its files."""
    _check_engine(engine)
    try:
        model = EdgeKit.inspect_model_remote(repo_id)
    except EdgeKit.EdgeKitError as error:
        raise RemoteInspectError(error.message) from error
    if (engine == 'llama_cpp') != (model.format == 'gguf'):
        raise RemoteInspectError('%s: %s does not load models of the format %s' % (repo_id, engine, model.format))
    return _metadata(repo_id, model)


__all__ = [
    'model_preflight', 'can_load', 'PreflightResult', 'PreflightReason', 'Engine', 'ModelMetadata', 'MemoryEstimate',
    'RemoteInspectError', 'inspect_model_remote', 'PreflightValidationError',
]
