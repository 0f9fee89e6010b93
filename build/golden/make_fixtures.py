"""Makes test/fixtures: tiny random models of every family with golden numbers from PyTorch and transformers.

    python -m venv .venv && .venv/bin/pip install -r build/golden/requirements.txt
    .venv/bin/python build/golden/make_fixtures.py

One folder a model: what transformers saves, and golden.json: for some rows of token ids the hidden states of every layer,
the logits, and for every variant the final hidden state (before the final norm) and the log probabilities of the next
tokens. Arrays are base64 of little-endian float32. The schedules are the ones of test/golden/plans.jsonl's rules, expanded
here a second time, independently of the TypeScript.
"""

import base64
import json
import random
import shutil
from pathlib import Path

import gguf
import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

ROOT = Path(__file__).resolve().parents[2] / "test" / "fixtures"
VOCAB, LAYERS = 320, 6
TEXT = """The painter mixed ochre and terracotta before the light changed. Layers of a picture are laid one over another;
some can be moved, some can be left out. Question: what is 12 + 30? Answer: 42. A naive café owner didn't mind."""


def b64(t):
    return base64.b64encode(np.ascontiguousarray(t.detach().numpy(), dtype="<f4").tobytes()).decode()


def tokenizer():
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tok.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=VOCAB, special_tokens=["<s>", "</s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tok.train_from_iterator([TEXT], trainer)
    assert tok.get_vocab_size() <= VOCAB
    return PreTrainedTokenizerFast(tokenizer_object=tok, bos_token="<s>", eos_token="</s>")


def variants(T):
    """name -> expanded layers; nested lists are parallel groups."""
    out = {"full": list(range(T))}
    for s in range((T - 2) // 2 + 1):
        mid, e = list(range(s + 1, T - s - 1 + 0)), T - s
        mid = list(range(s + 1, e))
        a, z = list(range(s + 1)), list(range(e, T))
        shuffled = mid[:]
        random.seed(3)
        random.shuffle(shuffled)
        group = [[[l] for l in mid]]
        out[f"skip(s={s})"] = a + z
        out[f"repeat-middle(s={s})"] = a + [T // 2] * len(mid) + z
        out[f"reverse(s={s})"] = a + mid[::-1] + z
        out[f"random(s={s},seed=3)"] = a + shuffled + z
        out[f"parallel(s={s})"] = a + group + z
        out[f"looped-parallel(s={s},n=3)"] = a + group * 3 + z
        out[f"loop-middle(s={s},n=2)"] = a + mid * 2 + z
    out["skip-layer(layer=2)"] = [l for l in range(T) if l != 2]
    out["switch(layer=2)"] = [0, 1, 3, 2, 4, 5]
    out["repeat-model(n=2)"] = list(range(T)) * 2
    out["0 (1 2|3*2|_) (4|(5|1) 2)*2 5"] = [0, [[1, 2], [3, 3], []], [[4], [[[5], [1]], 2]], [[4], [[[5], [1]], 2]], 5]
    return out


class Stepper:
    """Applies single layers of a transformers model, with its own masks and rotary embeddings."""

    def __init__(self, model, ids):
        self.model, self.ids = model.model, ids
        self.calls = []
        hooks = [layer.register_forward_pre_hook(lambda m, a, k: self.calls.append(k), with_kwargs=True) for layer in self.model.layers]
        with torch.no_grad():
            self.full = self.model(input_ids=ids, output_hidden_states=True, use_cache=False)
        for h in hooks:
            h.remove()

    def layer(self, l, h):
        kwargs = {k: v for k, v in self.calls[l].items() if k not in ("hidden_states", "past_key_values", "past_key_value")}
        out = self.model.layers[l](h, **kwargs)
        return out[0] if isinstance(out, tuple) else out

    def run(self, layers, h):
        for b in layers:
            h = self.layer(b, h) if isinstance(b, int) else torch.stack([self.run(br, h) for br in b]).mean(0)
        return h


@torch.no_grad()
def golden(model, rows):
    out = {"rows": []}
    for ids in rows:
        x = torch.tensor([ids])
        s = Stepper(model, x)
        h0 = model.model.embed_tokens(x)
        states, h = [h0], h0
        for l in range(len(model.model.layers)):
            h = s.layer(l, h)
            states.append(h)
        # the stepper is the model itself: its last state, normed, is what the model returns
        assert torch.equal(model.model.norm(h), s.full.last_hidden_state)
        logits = model(input_ids=x, use_cache=False).logits
        plans = {}
        for name, layers in variants(len(model.model.layers)).items():
            final = s.run(layers, h0)
            logprobs = torch.log_softmax(model.lm_head(model.model.norm(final)), -1)[0, :-1]
            target = logprobs.gather(1, x[0, 1:, None])[:, 0]
            plans[name] = {"hidden": b64(final[0]), "logprobs": b64(target)}
        out["rows"].append({"ids": ids, "states": [b64(t[0]) for t in states], "logits": b64(logits[0]), "plans": plans})
    return out


def shake(model, seed):
    """Random weights of a size at which every part of a block matters."""
    g = torch.Generator().manual_seed(seed)
    for name, p in model.named_parameters():
        p.data = (torch.rand(p.shape, generator=g) * 0.5 + 0.75) if "norm" in name else torch.randn(p.shape, generator=g) * (0.5 if "bias" in name else 0.13 if p.dim() == 2 and p.shape[0] != VOCAB else 1.0)
    return model.eval()


def base(**kw):
    return dict(vocab_size=VOCAB, hidden_size=48, intermediate_size=80, num_hidden_layers=LAYERS, num_attention_heads=6, num_key_value_heads=2, max_position_embeddings=64, bos_token_id=0, eos_token_id=1, attn_implementation="eager", **kw)


def save(folder, model, **kwargs):
    """The model and the tokenizer of all fixtures, as transformers saves them, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder, **kwargs)
    tokenizer().save_pretrained(folder)
    for extra in ("generation_config.json", "special_tokens_map.json"):
        (folder / extra).unlink(missing_ok=True)


def rows():
    rng = random.Random(7)
    return [[rng.randrange(2, VOCAB) for _ in range(n)] for n in (11, 7, 3)]


def make(name, model, dtype=torch.float32, shards=None, v4=None):
    folder = ROOT / name
    # what is stored is what is computed with: float16 and bfloat16 are rounded first
    model = model.to(dtype)
    save(folder, model, **({"max_shard_size": shards} if shards else {}))
    model = model.float()
    if v4:
        path = folder / "config.json"
        config = json.loads(path.read_text())
        v4(config)
        path.write_text(json.dumps(config, indent=2))
    (folder / "golden.json").write_text(json.dumps(golden(model, rows())))
    return model


def to_v4(config):
    """The same settings as transformers 4 writes them."""
    rope = config.pop("rope_parameters")
    config["rope_theta"] = rope.pop("rope_theta")
    config["rope_scaling"] = None if rope.get("rope_type") == "default" else rope
    config["torch_dtype"] = config.pop("dtype", "float32")


def gguf_tokenizer(w):
    """The tokenizer of all fixtures, as llama.cpp's converter writes it."""
    fast = json.loads(tokenizer().backend_tokenizer.to_str())
    vocab = sorted(fast["model"]["vocab"].items(), key=lambda kv: kv[1])
    tokens = [t for t, _ in vocab] + [f"[PAD{i}]" for i in range(len(vocab), VOCAB)]
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("gpt-2")
    w.add_token_list(tokens)
    w.add_token_types([3 if i < 2 else 1 if i < len(vocab) else 5 for i in range(VOCAB)])
    w.add_token_merges([" ".join(m) for m in fast["model"]["merges"]])
    w.add_bos_token_id(0)
    w.add_eos_token_id(1)
    w.add_add_bos_token(False)


def gguf_writer(path, arch, c, theta, head_dim):
    """A GGUF file with the sizes of a decoder."""
    w = gguf.GGUFWriter(path, arch)
    w.add_block_count(c.num_hidden_layers)
    w.add_context_length(c.max_position_embeddings)
    w.add_embedding_length(c.hidden_size)
    w.add_feed_forward_length(c.intermediate_size)
    w.add_head_count(c.num_attention_heads)
    w.add_head_count_kv(c.num_key_value_heads)
    w.add_layer_norm_rms_eps(c.rms_norm_eps)
    w.add_rope_freq_base(theta)
    w.add_key_length(head_dim)
    w.add_value_length(head_dim)
    return w


def gguf_finish(w):
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def write_gguf(name, model, kind, interleave=True, arch="llama"):
    """The model again as a GGUF file, as llama.cpp's converter lays it out."""
    c = model.config
    head_dim = getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads
    w = gguf_writer(ROOT / f"{name}.gguf", arch, c, c.rope_parameters["rope_theta"], head_dim)
    w.add_rope_dimension_count(head_dim)
    w.add_vocab_size(c.vocab_size)
    gguf_tokenizer(w)
    names = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}
    parts = {"input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"}
    for i in range(c.num_hidden_layers):
        names |= {f"model.layers.{i}.{a}": f"blk.{i}.{b}" for a, b in parts.items()}
    if c.rope_parameters["rope_type"] == "llama3":
        base_freq = 1.0 / (c.rope_parameters["rope_theta"] ** (torch.arange(0, c.head_dim, 2).float() / c.head_dim))
        w.add_tensor("rope_freqs.weight", (base_freq / model.model.rotary_emb.inv_freq).numpy().astype(np.float32))
    state = model.state_dict()
    if c.tie_word_embeddings:
        state.pop("lm_head.weight", None)
    for key, value in state.items():
        stem, leaf = key.rsplit(".", 1)
        a = value.numpy().astype(np.float32)
        heads = c.num_attention_heads if "q_proj" in stem else c.num_key_value_heads if "k_proj" in stem else None
        if heads and interleave:
            a = a.reshape(heads, 2, a.shape[0] // heads // 2, *a.shape[1:]).swapaxes(1, 2).reshape(a.shape)
        qtype = kind if a.ndim == 2 and a.shape[-1] % 32 == 0 else gguf.GGMLQuantizationType.F32
        w.add_tensor(f"{names[stem]}.{leaf}", gguf.quants.quantize(a, qtype) if qtype != gguf.GGMLQuantizationType.F32 else a, raw_dtype=qtype)
    gguf_finish(w)


def dequantisation():
    """Random blocks of every format, and what the package gguf makes of them."""
    rng = np.random.default_rng(5)
    out = {}
    for name in ("Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K", "BF16", "F16", "Q2_K", "Q3_K", "IQ4_NL", "IQ4_XS"):
        q = gguf.GGMLQuantizationType[name]
        values, size = gguf.GGML_QUANT_SIZES[q]
        n = 24 if values > 1 else 512
        raw = rng.integers(0, 256, (n, size), dtype=np.uint8)
        # scales are half floats: keep them finite, subnormal ones included
        for at in {"Q4_1": (0, 2), "Q5_1": (0, 2), "Q4_K": (0, 2), "Q5_K": (0, 2), "Q6_K": (208,), "Q2_K": (80, 82), "Q3_K": (108,)}.get(name, (0,)):
            if name in ("BF16", "F16"):
                raw[:, 1] &= 0x7B if name == "F16" else 0xBF
            else:
                raw[:, at + 1] &= 0xBB
        if name == "F16":
            expected = raw.view(np.float16).astype(np.float32)
        else:
            expected = gguf.quants.dequantize(raw, q)
        out[name] = {"bytes": base64.b64encode(raw.tobytes()).decode(), "values": base64.b64encode(np.ascontiguousarray(expected, dtype="<f4").tobytes()).decode()}
    (ROOT / "dequantised.json").write_text(json.dumps(out))


def sentencepiece_gguf():
    """Only metadata: a vocabulary of kind llama with scores, byte fallback and space prefix, and what transformers' own
    conversion of the same pieces gives."""
    pieces = ["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
    types = [2, 3, 3] + [6] * 256
    scores = [0.0] * 259
    words = ["▁", "t", "h", "e", "a", "r", "n", "i", "s", "o", "l", "y", "th", "he", "the", "▁the", "▁t", "▁th", "er", "in", "is", "▁is", "la", "yer", "layer", "▁layer", "s.", ".", "on", "▁on", "▁s", "▁▁", "é", "r s"]
    for i, p in enumerate(words):
        pieces.append(p)
        types.append(1)
        scores.append(-float(i % 17) - len(p) * -3.0)
    vocab = {p: i for i, p in enumerate(pieces)}
    merges = []
    for p in words:
        local = [(p[:i], p[i:], scores[vocab[p]]) for i in range(1, len(p)) if p[:i] in vocab and p[i:] in vocab]
        merges += sorted(local, key=lambda x: (vocab[x[0]], vocab[x[1]]))
    merges = sorted(merges, key=lambda v: (v[2], len(v[0]), len(v[1])), reverse=True)
    tok = Tokenizer(models.BPE(vocab=vocab, merges=[(a, b) for a, b, _ in merges], unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    from tokenizers import AddedToken, normalizers

    tok.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tok.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in pieces[:3]])
    texts = ["the layers.", " the layer is on", "Thé 你好 the", "", "  two  spaces", "<s>the</s> layer", "the\nlayer"]
    (ROOT / "sentencepiece.json").write_text(json.dumps({"tokens": pieces, "types": types, "scores": scores, "cases": [{"text": t, "ids": tok.encode(t, add_special_tokens=False).ids} for t in texts]}, ensure_ascii=False))


def main():
    ROOT.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    rope = lambda **kw: dict(rope_parameters=dict(rope_type="default", rope_theta=10000.0) | kw)
    tied = make("llama-tied", shake(LlamaForCausalLM(LlamaConfig(**base(tie_word_embeddings=True, **rope()))), 1), v4=to_v4)
    llama3 = shake(LlamaForCausalLM(LlamaConfig(**base(head_dim=16, attention_bias=True, mlp_bias=True, tie_word_embeddings=False, **rope(rope_type="llama3", rope_theta=500.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=16)))), 2)
    make("llama3-biases-sharded", llama3, shards="300KB")
    make("llama-linear-bf16", shake(LlamaForCausalLM(LlamaConfig(**base(tie_word_embeddings=False, **rope(rope_type="linear", factor=4.0)))), 3), dtype=torch.bfloat16, v4=to_v4)
    make("mistral-window-f16", shake(MistralForCausalLM(MistralConfig(**base(sliding_window=4, tie_word_embeddings=False, **rope()))), 4), dtype=torch.float16)
    qwen = make("qwen2-biases", shake(Qwen2ForCausalLM(Qwen2Config(**base(tie_word_embeddings=True, use_sliding_window=True, sliding_window=5, max_window_layers=3, **rope(rope_theta=1000000.0)))), 5))
    full_window = make("qwen2-plain", shake(Qwen2ForCausalLM(Qwen2Config(**base(tie_word_embeddings=True, use_sliding_window=False, **rope()))), 6))
    write_gguf("llama-tied", tied, gguf.GGMLQuantizationType.F32)
    write_gguf("qwen2-plain", full_window, gguf.GGMLQuantizationType.F16, interleave=False, arch="qwen2")
    # biases of q and k are permuted by the converter as their weights are
    write_gguf("llama3-biases", llama3.float(), gguf.GGMLQuantizationType.F32)
    del qwen
    dequantisation()
    sentencepiece_gguf()


if __name__ == "__main__":
    main()
