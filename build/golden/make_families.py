"""Makes the fixtures of test/fixtures/families: tiny random models of the families beside Llama, Mistral and Qwen 2.

    .venv/bin/python build/golden/make_families.py

As make_fixtures.py, with fewer layers and eight schedules. A layer is applied with the arguments that the model itself gave
it, so that masks, windows and rotary tables are transformers' own.
"""

import json
import math
import random
import re
import sys
from pathlib import Path

import gguf
import numpy as np
import torch
from transformers import (
    Gemma2Config,
    Gemma2ForCausalLM,
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    GPT2Config,
    GPT2LMHeadModel,
    GPTNeoXConfig,
    GPTNeoXForCausalLM,
    GraniteConfig,
    GraniteForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    Olmo2Config,
    Olmo2ForCausalLM,
    OPTConfig,
    OPTForCausalLM,
    Phi3Config,
    Phi3ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
    SmolLM3Config,
    SmolLM3ForCausalLM,
    Starcoder2Config,
    Starcoder2ForCausalLM,
)

from make_fixtures import VOCAB, b64, gguf_finish, gguf_tokenizer, gguf_writer, rows, save, shake

ROOT = Path(__file__).resolve().parents[2] / "test" / "fixtures" / "families"
LAYERS = 4


def plans(T):
    mid = list(range(1, T))
    shuffled = mid[:]
    random.seed(3)
    random.shuffle(shuffled)
    group = [[[l] for l in mid]]
    return {
        "full": list(range(T)),
        "skip(s=0)": [0],
        "repeat-middle(s=0)": [0] + [T // 2] * len(mid),
        "reverse(s=0)": [0] + mid[::-1],
        "random(s=0,seed=3)": [0] + shuffled,
        "parallel(s=0)": [0] + group,
        "looped-parallel(s=0,n=3)": [0] + group * 3,
        "loop-middle(s=0,n=2)": [0] + mid * 2,
    }


class Stepper:
    def __init__(self, layers, model, ids):
        self.layers, self.calls = layers, []
        hooks = [l.register_forward_pre_hook(lambda m, a, k: self.calls.append((a, k)), with_kwargs=True) for l in layers]
        self.out = model(input_ids=ids, use_cache=False)
        for h in hooks:
            h.remove()
        args, kwargs = self.calls[0]
        self.start = args[0] if args else kwargs["hidden_states"]

    def layer(self, l, h):
        args, kwargs = self.calls[l]
        kwargs = {k: v for k, v in kwargs.items() if k not in ("hidden_states", "past_key_values", "past_key_value", "layer_past")}
        out = self.layers[l](h, *args[1:], **kwargs)
        return out[0] if isinstance(out, tuple) else out

    def run(self, layers, h):
        for b in layers:
            h = self.layer(b, h) if isinstance(b, int) else torch.stack([self.run(br, h) for br in b]).mean(0)
        return h


@torch.no_grad()
def golden(model, layers, head, rows, n_layers):
    out = {"rows": []}
    for ids in rows:
        x = torch.tensor([ids])
        s = Stepper(layers, model, x)
        states = [s.start]
        for l in range(n_layers):
            states.append(s.layer(l, states[-1]))
        logits = head(states[-1])
        # the stepper is the model itself
        assert torch.allclose(logits, s.out.logits, rtol=0, atol=1e-5), (logits - s.out.logits).abs().max()
        made = {}
        for name, order in plans(n_layers).items():
            final = s.run(order, s.start)
            logprobs = torch.log_softmax(head(final), -1)[0, :-1]
            made[name] = {"hidden": b64(final[0]), "logprobs": b64(logprobs.gather(1, x[0, 1:, None])[:, 0])}
        out["rows"].append({"ids": ids, "states": [b64(t[0]) for t in states], "logits": b64(logits[0]), "plans": made})
    return out


def make(name, model, layers, head, n_layers=LAYERS, more=()):
    folder = ROOT / name
    save(folder, model)
    (folder / "golden.json").write_text(json.dumps(golden(model, layers, head, [*rows(), *more], n_layers)))


def llama_like(name, model, head=None, n_layers=LAYERS, more=()):
    make(name, model, model.model.layers, head or (lambda h: model.lm_head(model.model.norm(h))), n_layers, more)


GGUF_PARTS = {"self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm"}
PRE_NORM = {"post_attention_layernorm": "ffn_norm"}
SANDWICH_NORM = {"post_attention_layernorm": "post_attention_norm", "pre_feedforward_layernorm": "ffn_norm", "post_feedforward_layernorm": "post_ffw_norm"}


def write_gguf(name, model, arch, theta, norms, offset=0.0, window=None, caps=None, permuted=False, extra=None):
    """The model again as a GGUF file, as llama.cpp's converter lays it out; `offset`: what it adds to norms."""
    c = model.config
    w = gguf_writer(ROOT / f"{name}.gguf", arch, c, theta, getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads)
    if window:
        w.add_sliding_window(window)
    if caps:
        w.add_attn_logit_softcapping(caps[0])
        w.add_final_logit_softcapping(caps[1])
    if extra:
        extra(w)
    gguf_tokenizer(w)
    parts = GGUF_PARTS | norms
    for key, value in model.state_dict().items():
        if key == "lm_head.weight" and c.tie_word_embeddings:
            continue
        stem, leaf = key.rsplit(".", 1)
        if stem in ("model.embed_tokens", "model.norm", "lm_head"):
            stored = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}[stem]
        else:
            _, _, layer, part = stem.split(".", 3)
            stored = f"blk.{layer}.{parts[part]}"
        heads = {"attn_q": c.num_attention_heads, "attn_k": c.num_key_value_heads}.get(stored.rsplit(".", 1)[-1]) if permuted else None
        if heads:
            value = value.reshape(heads, 2, -1, *value.shape[1:]).swapaxes(1, 2).reshape(value.shape)
        w.add_tensor(f"{stored}.{leaf}", value.numpy().astype(np.float32) + np.float32(offset if "norm" in stem else 0))
    gguf_finish(w)


CLASSIC = {
    "gptneox": {"gpt_neox.embed_in": "token_embd", "gpt_neox.final_layer_norm": "output_norm", "embed_out": "output", "lm_head": "output", "attention.query_key_value": "attn_qkv", "attention.dense": "attn_output", "mlp.dense_h_to_4h": "ffn_up", "mlp.dense_4h_to_h": "ffn_down", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm"},
    "gpt2": {"transformer.wte": "token_embd", "transformer.wpe": "position_embd", "transformer.ln_f": "output_norm", "attn.c_attn": "attn_qkv", "attn.c_proj": "attn_output", "mlp.c_fc": "ffn_up", "mlp.c_proj": "ffn_down", "ln_1": "attn_norm", "ln_2": "ffn_norm"},
    "starcoder2": GGUF_PARTS | PRE_NORM | {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output", "mlp.c_fc": "ffn_up", "mlp.c_proj": "ffn_down"},
    "phi3": GGUF_PARTS | PRE_NORM | {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output", "self_attn.qkv_proj": "attn_qkv", "mlp.gate_up_proj": "ffn_up"},
}


def write_classic_gguf(name, model, arch):
    """As write_gguf, of the families that state other settings than Llama (llama.cpp, convert_hf_to_gguf.py: GPTNeoXModel, GPT2Model, StarCoder2Model, Phi3MiniModel)."""
    c = model.config
    w = gguf.GGUFWriter(ROOT / f"{name}.gguf", arch)
    heads, width = c.num_attention_heads, c.hidden_size
    w.add_block_count(c.num_hidden_layers)
    w.add_context_length(c.max_position_embeddings)
    w.add_embedding_length(width)
    w.add_feed_forward_length(4 * width if arch == "gpt2" else c.intermediate_size)
    w.add_head_count(heads)
    if arch == "phi3":
        w.add_layer_norm_rms_eps(c.rms_norm_eps)
    else:
        w.add_layer_norm_eps(getattr(c, {"gptneox": "layer_norm_eps", "gpt2": "layer_norm_epsilon", "starcoder2": "norm_epsilon"}[arch]))
    rope = getattr(c, "rope_parameters", None)
    if arch in ("gptneox", "phi3"):
        w.add_rope_dimension_count(int(rope.get("partial_rotary_factor", 1.0) * (width // heads)))
    if arch == "gptneox":
        w.add_parallel_residual(c.use_parallel_residual)
    if arch in ("starcoder2", "phi3"):
        w.add_head_count_kv(c.num_key_value_heads)
        w.add_rope_freq_base(rope["rope_theta"])
        w.add_sliding_window(c.sliding_window or 0)
    if arch == "phi3":
        original, scale = c.original_max_position_embeddings, c.max_position_embeddings / c.original_max_position_embeddings
        w.add_rope_scaling_orig_ctx_len(original)
        if rope["rope_type"] == "longrope":
            w.add_rope_scaling_attn_factors(math.sqrt(1 + math.log(scale) / math.log(original)) if scale > 1 else 1.0)
            w.add_tensor("rope_factors_long.weight", np.array(rope["long_factor"], np.float32))
            w.add_tensor("rope_factors_short.weight", np.array(rope["short_factor"], np.float32))
    gguf_tokenizer(w)
    for key, value in model.state_dict().items():
        if key in ("lm_head.weight", "embed_out.weight") and c.tie_word_embeddings:
            continue
        stem, leaf = key.rsplit(".", 1)
        names = CLASSIC[arch]
        if stem in names:
            stored = names[stem]
        else:
            layer, part = re.search(r"\.(\d+)\.(.+)$", stem).groups()
            stored = f"blk.{layer}.{names[part]}"
        if arch == "gptneox" and stored.endswith("attn_qkv"):
            value = value.reshape(heads, 3, width // heads, *value.shape[1:]).swapaxes(0, 1).reshape(value.shape)
        if arch == "gpt2" and value.ndim == 2 and stored.startswith("blk."):
            value = value.T
        w.add_tensor(f"{stored}.{leaf}", np.ascontiguousarray(value.numpy().astype(np.float32)))
    gguf_finish(w)


def make_opt(name, model):
    d = model.model.decoder
    project = d.project_out or (lambda h: h)
    make(name, model, d.layers, lambda h: model.lm_head(project(d.final_layer_norm(h) if d.final_layer_norm is not None else h)))


def make_gpt2(name, settings, seed):
    g = shake(GPT2LMHeadModel(GPT2Config(vocab_size=VOCAB, n_positions=64, n_embd=48, n_layer=LAYERS, n_head=3, bos_token_id=0, eos_token_id=1, attn_implementation="eager", **settings)), seed)
    make(name, g, g.transformer.h, lambda h: g.lm_head(g.transformer.ln_f(h)))
    return g


def main():
    ROOT.mkdir(parents=True, exist_ok=True)
    rope = lambda **kw: dict(rope_parameters=dict(rope_type="default", rope_theta=10000.0) | kw)
    common = dict(vocab_size=VOCAB, num_hidden_layers=LAYERS, bos_token_id=0, eos_token_id=1, pad_token_id=None, attn_implementation="eager")
    base = dict(common, hidden_size=48, intermediate_size=80, num_attention_heads=3, num_key_value_heads=1, max_position_embeddings=64)

    yarn = LlamaConfig(**base, tie_word_embeddings=True, **rope(rope_type="yarn", factor=4.0, original_max_position_embeddings=16))
    llama_like("llama-yarn", shake(LlamaForCausalLM(yarn), 10))
    qwen3 = shake(Qwen3ForCausalLM(Qwen3Config(**base, head_dim=16, tie_word_embeddings=True, **rope())), 11)
    llama_like("qwen3", qwen3)
    write_gguf("qwen3", qwen3, "qwen3", 10000.0, PRE_NORM)
    olmo2 = shake(Olmo2ForCausalLM(Olmo2Config(**base, tie_word_embeddings=False, **rope())), 12)
    llama_like("olmo2", olmo2)
    write_gguf("olmo2", olmo2, "olmo2", 10000.0, SANDWICH_NORM)
    llama_like("smollm3", shake(SmolLM3ForCausalLM(SmolLM3Config(**base, no_rope_layer_interval=2, **rope())), 13))
    granite = shake(GraniteForCausalLM(GraniteConfig(**base, embedding_multiplier=3.0, logits_scaling=2.0, residual_multiplier=0.6, attention_multiplier=0.1, tie_word_embeddings=True, **rope())), 14)
    scales = lambda w: (w.add_attention_scale(0.1), w.add_embedding_scale(3.0), w.add_residual_scale(0.6), w.add_logit_scale(2.0))
    write_gguf("granite", granite, "granite", 10000.0, PRE_NORM, permuted=True, extra=scales)
    llama_like("granite", granite, lambda h: granite.lm_head(granite.model.norm(h)) / 2.0)
    phi3 = shake(Phi3ForCausalLM(Phi3Config(**base, original_max_position_embeddings=64, tie_word_embeddings=False, **rope(partial_rotary_factor=0.5))), 15)
    llama_like("phi3", phi3)
    write_classic_gguf("phi3", phi3, "phi3")
    factors = dict(short_factor=[1.0 + i / 8 for i in range(8)], long_factor=[2.0 + i for i in range(8)])
    longrope = Phi3Config(**(base | dict(max_position_embeddings=128)), original_max_position_embeddings=64, tie_word_embeddings=False, **rope(rope_type="longrope", **factors))
    longrope = shake(Phi3ForCausalLM(longrope), 16)
    # longer than the original context: every token is turned by the other factors
    llama_like("phi3-longrope", longrope, more=[[(7 * i + 3) % VOCAB for i in range(70)]])
    write_classic_gguf("phi3-longrope", longrope, "phi3")
    gemma2 = shake(Gemma2ForCausalLM(Gemma2Config(**base, head_dim=16, query_pre_attn_scalar=24, sliding_window=4, final_logit_softcapping=30.0, attn_logit_softcapping=2.0, **rope())), 17)
    llama_like("gemma2", gemma2, lambda h: torch.tanh(gemma2.lm_head(gemma2.model.norm(h)) / 30.0) * 30.0)
    kinds = ["sliding_attention", "full_attention"] * 2
    ropes = dict(rope_parameters=dict(sliding_attention=dict(rope_type="default", rope_theta=100.0), full_attention=dict(rope_type="linear", factor=2.0, rope_theta=10000.0)))
    llama_like("gemma3", shake(Gemma3ForCausalLM(Gemma3TextConfig(**base, head_dim=16, query_pre_attn_scalar=24, sliding_window=4, layer_types=kinds, **ropes)), 18))
    # as converted files have it: one rotary base of its own a kind, every sixth layer sees all, the scale of a head
    plain = dict(sliding_attention=dict(rope_type="default", rope_theta=10000.0), full_attention=dict(rope_type="default", rope_theta=1000000.0))
    six = ["sliding_attention"] * 5 + ["full_attention"]
    converted = Gemma3TextConfig(**(base | dict(num_hidden_layers=6)), head_dim=16, query_pre_attn_scalar=16, sliding_window=4, layer_types=six, rope_parameters=plain)
    gemma3 = shake(Gemma3ForCausalLM(converted), 25)
    llama_like("gemma3-six", gemma3, n_layers=6)
    write_gguf("gemma3-six", gemma3, "gemma3", 1000000.0, SANDWICH_NORM, offset=1.0, window=4)
    for name, is_parallel, seed in (("gpt-neox", True, 19), ("gpt-neox-sequential", False, 20)):
        neox = {k: v for k, v in base.items() if k != "num_key_value_heads"}
        m = shake(GPTNeoXForCausalLM(GPTNeoXConfig(**neox, use_parallel_residual=is_parallel, rope_parameters=dict(rope_type="default", rope_theta=10000.0, partial_rotary_factor=0.25), tie_word_embeddings=False)), seed)
        make(name, m, m.gpt_neox.layers, lambda h, m=m: m.embed_out(m.gpt_neox.final_layer_norm(h)) if hasattr(m, "embed_out") else m.lm_head(m.gpt_neox.final_layer_norm(h)))
        write_classic_gguf(name, m, "gptneox")
    write_classic_gguf("gpt2", make_gpt2("gpt2", {}, 21), "gpt2")
    small = dict(vocab_size=VOCAB, hidden_size=48, num_hidden_layers=LAYERS, ffn_dim=80, max_position_embeddings=64, num_attention_heads=3, bos_token_id=0, eos_token_id=1, pad_token_id=1, attn_implementation="eager")
    for name, before, width, seed in (("opt", True, 48, 22), ("opt-post-norm", False, 48, 23), ("opt-projected", False, 32, 28)):
        make_opt(name, shake(OPTForCausalLM(OPTConfig(**small, do_layer_norm_before=before, word_embed_proj_dim=width)), seed))
    # scores that are divided by the layer's number too, or not at all
    for name, settings, seed in (("gpt2-by-layer", dict(scale_attn_by_inverse_layer_idx=True, reorder_and_upcast_attn=True), 29), ("gpt2-unscaled", dict(scale_attn_weights=False), 30)):
        make_gpt2(name, settings, seed)
    # as converted files have it: the scale of a head
    capped = Gemma2Config(**base, head_dim=16, query_pre_attn_scalar=16, sliding_window=4, final_logit_softcapping=30.0, attn_logit_softcapping=2.0, **rope())
    head = shake(Gemma2ForCausalLM(capped), 26)
    llama_like("gemma2-head", head, lambda h: torch.tanh(head.lm_head(head.model.norm(h)) / 30.0) * 30.0)
    write_gguf("gemma2-head", head, "gemma2", 10000.0, SANDWICH_NORM, offset=1.0, window=4, caps=(2.0, 30.0))
    # as converted files have it: every fourth layer without positions
    fourth = shake(SmolLM3ForCausalLM(SmolLM3Config(**base, no_rope_layer_interval=4, **rope())), 27)
    llama_like("smollm3-fourth", fourth)
    write_gguf("smollm3-fourth", fourth, "smollm3", 10000.0, PRE_NORM, permuted=True)
    starcoder2 = shake(Starcoder2ForCausalLM(Starcoder2Config(**base, sliding_window=5, **rope())), 24)
    llama_like("starcoder2", starcoder2)
    write_classic_gguf("starcoder2", starcoder2, "starcoder2")


if __name__ == "__main__":
    sys.exit(main())
