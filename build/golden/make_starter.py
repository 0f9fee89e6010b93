"""Makes test/golden/painter-16.json: loglikelihoods of the starter model by PyTorch and transformers, for some plans and the first documents of the
starter suite. Its prompts are written here a second time, after lm-evaluation-harness, independently of the TypeScript.

    .venv/bin/python build/golden/make_starter.py
"""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

from make_fixtures import Stepper

ROOT = Path(__file__).resolve().parents[2]
MODEL, TASKS, OUT = ROOT / "resources/models/painter-16", ROOT / "resources/tasks", ROOT / "test/golden/painter-16.json"
N_DOCUMENTS, T, S = 8, 16, 4
MIDDLE, BEFORE, AFTER = list(range(S + 1, T - S)), list(range(S + 1)), list(range(T - S, T))
GROUP = [[[layer] for layer in MIDDLE]]
PLANS = {
    "full": list(range(T)),
    f"skip(s={S})": BEFORE + AFTER,
    f"repeat-middle(s={S})": BEFORE + [T // 2] * len(MIDDLE) + AFTER,
    f"reverse(s={S})": BEFORE + MIDDLE[::-1] + AFTER,
    f"parallel(s={S})": BEFORE + GROUP + AFTER,
    f"looped-parallel(s={S},n=3)": BEFORE + GROUP * 3 + AFTER,
    "switch(layer=6)": [*range(6), 7, 6, *range(8, T)],
    "0..3 (4 5|7 6|_) 8 8 (9|10|11)*2 12..15": [0, 1, 2, 3, [[4, 5], [7, 6], []], 8, 8, [[9], [10], [11]], [[9], [10], [11]], 12, 13, 14, 15],
}


def pairs(family, row):
    """(context, continuation) of every choice."""
    if family == "recall":
        context, word = row["text"].rsplit(" ", 1)
        return [(context, " " + word)]
    if family in ("knowledge", "arithmetic"):
        return [(f"Question: {row['question']}\nAnswer:", " " + choice) for choice in row["choices"]["text"]]
    if family == "sense":
        context = f"{row['activity_label']}: {row['ctx_a']} {row['ctx_b'].capitalize()}"
        return [(context, " " + ending) for ending in row["endings"]]
    before, after = row["sentence"].split("_")
    return [(before + row[option], " " + after.strip()) for option in ("option1", "option2")]


@torch.no_grad()
def main():
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    model = LlamaForCausalLM.from_pretrained(MODEL, dtype=torch.float32, attn_implementation="eager").eval()
    out = {plan: {} for plan in PLANS}
    for family in ("recall", "knowledge", "sense", "reference", "arithmetic"):
        rows = [json.loads(line) for line in open(TASKS / f"{family}.jsonl", encoding="utf-8")][:N_DOCUMENTS]
        found = {plan: ([], []) for plan in PLANS}
        for context, continuation in (p for row in rows for p in pairs(family, row)):
            ids = tokenizer.encode(context + continuation).ids
            n = len(ids) - len(tokenizer.encode(context).ids)
            stepper = Stepper(model, torch.tensor([ids]))
            embedded = model.model.embed_tokens(torch.tensor([ids]))
            for plan, layers in PLANS.items():
                logits = model.lm_head(model.model.norm(stepper.run(layers, embedded)))[0, -n - 1:-1]
                scored, target = torch.log_softmax(logits, -1), torch.tensor(ids[-n:])
                found[plan][0].append(round(scored.gather(1, target[:, None]).sum().item(), 6))
                found[plan][1].append(bool((scored.argmax(-1) == target).all()))
        for plan, (loglikelihoods, greedy) in found.items():
            out[plan][family] = {"loglikelihoods": loglikelihoods, "greedy": greedy}
    OUT.write_text(json.dumps({"documents": N_DOCUMENTS, "plans": out}) + "\n")


main()
