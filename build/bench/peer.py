"""The usual way, timed: lm-evaluation-harness's own HFLM.loglikelihood on a Hugging Face model whose layers are
re-arranged as the code of "Transformer Layers as Painters" does it, float32, all cores, batch 8, one plan after another.

Reads one JSON object from standard input: {"gguf": path, "threads": n, "requests": [[context, continuation], ...],
"plans": [{"plan": text, "layers": [...]}, ...]}; writes one JSON line a plan: seconds, loglikelihoods, greedy flags.
The first line tells the matrix-product limit of this machine in GFLOP/s.
"""

import json
import sys
import time

import gguf
import numpy as np
import torch
from lm_eval.api.instance import Instance
from lm_eval.models.huggingface import HFLM
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast


def read_gguf(path):
    """Model and tokenizer of a Llama GGUF file, dequantised to float32 by the package gguf."""
    r = gguf.GGUFReader(path)
    field = lambda name: r.fields[name].contents() if name in r.fields else None
    meta = lambda name: field(f"llama.{name}")
    heads, kv = meta("attention.head_count"), meta("attention.head_count_kv")
    names = {t.name for t in r.tensors}
    config = LlamaConfig(
        vocab_size=len(field("tokenizer.ggml.tokens")), hidden_size=meta("embedding_length"), intermediate_size=meta("feed_forward_length"),
        num_hidden_layers=meta("block_count"), num_attention_heads=heads, num_key_value_heads=kv, max_position_embeddings=meta("context_length"),
        rms_norm_eps=meta("attention.layer_norm_rms_epsilon"), rope_parameters={"rope_type": "default", "rope_theta": meta("rope.freq_base")},
        tie_word_embeddings="output.weight" not in names, bos_token_id=1, eos_token_id=2, attn_implementation="sdpa",
    )
    parts = {"attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}
    state = {}
    for t in r.tensors:
        a = gguf.quants.dequantize(t.data, t.tensor_type).astype(np.float32)
        stem = t.name.removesuffix(".weight")
        n = heads if stem.endswith("attn_q") else kv if stem.endswith("attn_k") else None
        if n:
            a = a.reshape(n, a.shape[0] // n // 2, 2, *a.shape[1:]).swapaxes(1, 2).reshape(a.shape)
        if stem.startswith("blk."):
            _, i, part = stem.split(".")
            name = f"model.layers.{i}.{parts[part]}.weight"
        else:
            name = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}[stem] + ".weight"
        state[name] = torch.from_numpy(np.ascontiguousarray(a))
    model = LlamaForCausalLM(config)
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and set(missing) <= {"lm_head.weight"}, (missing, unexpected)
    model.tie_weights()

    tokens, types = field("tokenizer.ggml.tokens"), field("tokenizer.ggml.token_type")
    tok = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)}, merges=[tuple(m.split(" ")) for m in field("tokenizer.ggml.merges")]))
    tok.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tok.decoder = decoders.ByteLevel()
    tok.add_special_tokens([AddedToken(t, normalized=False, special=True) for t, kind in zip(tokens, types) if kind == 3])
    fast = PreTrainedTokenizerFast(tokenizer_object=tok, bos_token=tokens[1], eos_token=tokens[2], pad_token=tokens[2])
    return model.eval(), fast


class Parallel(torch.nn.Module):
    """The mean of branches, each a sequence of layers, on one input."""

    def __init__(self, branches):
        super().__init__()
        self.branches = torch.nn.ModuleList(torch.nn.ModuleList(b) for b in branches)

    def forward(self, hidden_states, **kwargs):
        outputs = []
        for branch in self.branches:
            h = hidden_states
            for layer in branch:
                out = layer(h, **kwargs)
                h = out[0] if isinstance(out, tuple) else out
            outputs.append(h)
        return torch.stack(outputs).mean(dim=0)


def arrange(model, layers, plan):
    build = lambda b: layers[b] if isinstance(b, int) else Parallel([[build(x) for x in branch] for branch in b])
    model.model.layers = torch.nn.ModuleList(build(b) for b in plan)
    model.config.num_hidden_layers = len(plan)


def limit(n=3072):
    """GFLOP/s of a large float32 matrix product: the best of five."""
    a, b = torch.randn(n, n), torch.randn(n, n)
    best = 0
    for _ in range(5):
        start = time.perf_counter()
        torch.mm(a, b)
        best = max(best, 2 * n**3 / (time.perf_counter() - start) / 1e9)
    return best


def main():
    job = json.load(sys.stdin)
    out = sys.stdout
    torch.set_num_threads(job["threads"])
    torch.set_grad_enabled(False)
    print(json.dumps({"limit": limit(), "torch": torch.__version__}), file=out, flush=True)
    model, tokenizer = read_gguf(job["gguf"])
    # a layer that runs twice must not find its own keys and values in a cache
    model.config.use_cache = False
    layers = list(model.model.layers)
    lm = HFLM(pretrained=model, tokenizer=tokenizer, batch_size=8)
    requests = [Instance(request_type="loglikelihood", doc={}, arguments=(c, t), idx=i) for i, (c, t) in enumerate(job["requests"])]
    lm.loglikelihood(requests[:16], disable_tqdm=True)
    for plan in job["plans"]:
        arrange(model, layers, plan["layers"])
        start = time.perf_counter()
        answers = lm.loglikelihood(requests, disable_tqdm=True)
        seconds = time.perf_counter() - start
        print(json.dumps({"plan": plan["plan"], "seconds": seconds, "loglikelihoods": [a[0] for a in answers], "greedy": [bool(a[1]) for a in answers]}), file=out, flush=True)


main()
