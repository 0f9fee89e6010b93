"""The starter model: a Llama decoder whose blocks run in bfloat16 from float32 master weights, written as a Hugging Face folder."""
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    n_layers: int = 16
    d_model: int = 128
    n_heads: int = 4
    n_kv_heads: int = 2
    d_mlp: int = 352
    d_vocab: int = 2048
    n_ctx: int = 256
    rope_theta: float = 10000.0
    eps: float = 1e-5

    @property
    def d_head(self) -> int:
        return self.d_model // self.n_heads


class Block(nn.Module):
    """Weights only; `block` below computes."""

    def __init__(self, c: Config):
        super().__init__()
        self.norm1, self.norm2 = nn.Parameter(torch.ones(c.d_model)), nn.Parameter(torch.ones(c.d_model))

        def matrix(out: int, inner: int, gain: float) -> nn.Parameter:
            return nn.Parameter(torch.randn(out, inner) * gain / math.sqrt(inner))
        self.qkv = matrix((c.n_heads + 2 * c.n_kv_heads) * c.d_head, c.d_model, 0.6)
        self.o = matrix(c.d_model, c.n_heads * c.d_head, 0.6 / math.sqrt(2 * c.n_layers))
        self.gate_up = matrix(2 * c.d_mlp, c.d_model, 0.6)
        self.down = matrix(c.d_model, c.d_mlp, 0.6 / math.sqrt(2 * c.n_layers))

    def weights(self) -> tuple[Tensor, ...]:
        return self.norm1, self.norm2, self.qkv, self.o, self.gate_up, self.down


class Model(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.config = c
        self.embedding = nn.Parameter(torch.randn(c.d_vocab, c.d_model) / math.sqrt(c.d_model))
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.n_layers))
        self.norm = nn.Parameter(torch.ones(c.d_model))


def rotary(c: Config, dtype: torch.dtype = torch.bfloat16) -> tuple[Tensor, Tensor]:
    """Cosine and sine, [n_ctx, d_head / 2]."""
    inverse = c.rope_theta ** (-torch.arange(0, c.d_head, 2).float() / c.d_head)
    angles = torch.arange(c.n_ctx).float()[:, None] * inverse
    return angles.cos().to(dtype), angles.sin().to(dtype)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


def block(h: Tensor, norm1: Tensor, norm2: Tensor, qkv: Tensor, o: Tensor, gate_up: Tensor, down: Tensor, cos: Tensor, sin: Tensor, mask: Tensor, heads: int, kv: int, eps: float) -> Tensor:
    """[batch, seq, d_model] -> the same. Query heads of a group are folded into the rows: faster on a CPU than SDPA at these sizes."""
    n_batch, n, d = h.shape
    x = F.linear(F.rms_norm(h, (d,), norm1, eps), qkv)
    d_head = x.shape[-1] // (heads + 2 * kv)
    q, k, v = (t.view(n_batch, n, -1, d_head).transpose(1, 2) for t in x.split((heads * d_head, kv * d_head, kv * d_head), -1))
    q, k, group = rotate(q, cos, sin), rotate(k, cos, sin), heads // kv
    scores = (q.reshape(n_batch, kv, group * n, d_head) @ k.transpose(-1, -2)).view(n_batch, kv, group, n, n) * d_head**-0.5 + mask
    weights = torch.softmax(scores.float(), -1).to(v.dtype).view(n_batch, kv, group * n, n)
    h = h + F.linear((weights @ v).view(n_batch, heads, n, d_head).transpose(1, 2).reshape(n_batch, n, -1), o)
    gate, up = F.linear(F.rms_norm(h, (d,), norm2, eps), gate_up).chunk(2, -1)
    return h + F.linear(F.silu(gate) * up, down)


def save_folder(model: Model, folder: Path) -> None:
    """config.json and model.safetensors (bfloat16), as transformers writes them."""
    c, tensors = model.config, {'model.embed_tokens.weight': model.embedding, 'model.norm.weight': model.norm}
    sizes = [c.n_heads * c.d_head, c.n_kv_heads * c.d_head, c.n_kv_heads * c.d_head]
    for i, b in enumerate(model.blocks):
        (q, k, v), (gate, up), name = b.qkv.split(sizes), b.gate_up.chunk(2), f'model.layers.{i}.'
        tensors |= {f'{name}{key}.weight': value for key, value in {
            'input_layernorm': b.norm1, 'post_attention_layernorm': b.norm2, 'self_attn.q_proj': q, 'self_attn.k_proj': k, 'self_attn.v_proj': v, 'self_attn.o_proj': b.o,
            'mlp.gate_proj': gate, 'mlp.up_proj': up, 'mlp.down_proj': b.down}.items()}
    folder.mkdir(parents=True, exist_ok=True)
    save_file({k: t.detach().to(torch.bfloat16).contiguous().clone() for k, t in tensors.items()}, folder / 'model.safetensors', metadata={'format': 'pt'})
    config = {'architectures': ['LlamaForCausalLM'], 'model_type': 'llama', 'hidden_size': c.d_model, 'intermediate_size': c.d_mlp, 'num_hidden_layers': c.n_layers,
              'num_attention_heads': c.n_heads, 'num_key_value_heads': c.n_kv_heads, 'head_dim': c.d_head, 'vocab_size': c.d_vocab, 'max_position_embeddings': c.n_ctx,
              'rms_norm_eps': c.eps, 'rope_theta': c.rope_theta, 'hidden_act': 'silu', 'attention_bias': False, 'mlp_bias': False, 'tie_word_embeddings': True,
              'bos_token_id': 0, 'eos_token_id': 0, 'torch_dtype': 'bfloat16'}
    (folder / 'config.json').write_text(json.dumps(config, indent=1) + '\n')


def describe(c: Config) -> dict:
    return asdict(c)
