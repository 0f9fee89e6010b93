"""Makes test/fixtures/generation.json: greedy answers of PyTorch through re-arranged layers, without any cache.

    .venv/bin/python build/golden/make_generation.py

Every token is computed anew from the whole text; a layer gets the arguments that the model itself gave it (make_families.py).
`paper`: as the reference code of the paper decodes, with a cache in which the keys and values of a group's branches are
averaged; the prompt is computed exactly.
"""

import json
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM

from make_families import Stepper

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "test" / "fixtures" / "generation.json"
NEW = 12
PROMPTS = [[5, 9, 17, 3, 22, 41, 8], [7, 30], [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]]


def plans(T, s):
    mid = list(range(s + 1, T - s))
    outer = lambda middle: list(range(s + 1)) + middle + list(range(T - s, T))
    return {
        "full": list(range(T)),
        f"skip(s={s})": outer([]),
        f"reverse(s={s})": outer(mid[::-1]),
        f"parallel(s={s})": outer([[[l] for l in mid]]),
        f"looped-parallel(s={s},n=2)": outer([[[l] for l in mid]] * 2),
        f"0 ({mid[0]} {mid[1]}|({mid[-1]}|{mid[0]})|_)*2 {T - 1}": [0] + [[[mid[0], mid[1]], [[[mid[-1]], [mid[0]]]], []]] * 2 + [T - 1],
    }


@torch.no_grad()
def anew(model, layers, head, order, prompt):
    ids, margins = list(prompt), []
    for _ in range(NEW):
        s = Stepper(layers, model, torch.tensor([ids]))
        top = torch.log_softmax(head(s.run(order, s.start)[:, -1]), -1)[0].topk(2)
        margins.append(float(top.values[0] - top.values[1]))
        ids.append(int(top.indices[0]))
    return {"tokens": ids[len(prompt):], "margins": margins}


class Slot:
    """A past of one layer call: what stands before the new keys and values, which are noted."""

    def __init__(self, past):
        self.past, self.new = past, None

    def update(self, k, v, *args, **kwargs):
        self.new = (k, v)
        return (k, v) if self.past is None else (torch.cat([self.past[0], k], 2), torch.cat([self.past[1], v], 2))


@torch.no_grad()
def averaged(model, order, prompt):
    """Llama: one slot a position in the schedule, one a group; a group's is the mean of its branches'."""
    inner = model.model
    caches, ids, margins = {}, list(prompt), []

    def call(layer, h, positions, past):
        slot = Slot(past)
        n = h.shape[1]
        mask = torch.full((n, n), float("-inf")).triu(1)[None, None] if n > 1 else None
        out = inner.layers[layer](h, attention_mask=mask, position_ids=positions, past_key_values=slot, position_embeddings=inner.rotary_emb(h, positions))
        return (out[0] if isinstance(out, tuple) else out), slot.new

    join = lambda past, new: new if past is None else tuple(torch.cat([a, b], 2) for a, b in zip(past, new))
    text, positions = torch.tensor([ids]), torch.arange(len(ids))[None]
    for _ in range(NEW):
        h = inner.embed_tokens(text)
        for at, block in enumerate(order):
            past = caches.get(at)
            if isinstance(block, int):
                h, new = call(block, h, positions, past)
            else:
                outs = [call(branch[0], h, positions, past) for branch in block]
                h = torch.stack([o for o, _ in outs]).mean(0)
                new = tuple(torch.stack([n[i] for _, n in outs]).mean(0) for i in range(2))
            caches[at] = join(past, new)
        top = torch.log_softmax(model.lm_head(inner.norm(h[:, -1])), -1)[0].topk(2)
        margins.append(float(top.values[0] - top.values[1]))
        ids.append(int(top.indices[0]))
        text, positions = torch.tensor([ids[-1:]]), torch.tensor([[len(ids) - 1]])
    return {"tokens": ids[len(prompt):], "margins": margins}


def main():
    fixtures = ROOT / "test" / "fixtures"
    models = {
        "llama3-biases-sharded": fixtures / "llama3-biases-sharded",
        "mistral-window-f16": fixtures / "mistral-window-f16",
        "families/gpt-neox": fixtures / "families" / "gpt-neox",
        "painter-16": ROOT / "resources" / "models" / "painter-16",
    }
    made = {}
    for name, folder in models.items():
        model = AutoModelForCausalLM.from_pretrained(str(folder), dtype=torch.float32, attn_implementation="eager").eval()
        if "gpt-neox" in name:
            layers, head = model.gpt_neox.layers, lambda h: model.get_output_embeddings()(model.gpt_neox.final_layer_norm(h))
        else:
            layers, head = model.model.layers, lambda h: model.lm_head(model.model.norm(h))
        orders = plans(len(layers), 4 if name == "painter-16" else 0)
        made[name] = {"exact": {plan: [anew(model, layers, head, order, p) for p in PROMPTS] for plan, order in orders.items()}}
        if name in ("llama3-biases-sharded", "painter-16"):
            made[name]["paper"] = {plan: [averaged(model, order, p) for p in PROMPTS] for plan, order in orders.items() if "parallel" in plan}
    OUT.write_text(json.dumps({"prompts": PROMPTS, "models": made}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
