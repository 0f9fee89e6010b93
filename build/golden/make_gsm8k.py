"""Makes test/golden/gsm8k.json: what lm-evaluation-harness writes and reads under gsm8k's own settings.

    .venv/bin/python build/golden/make_gsm8k.py

The model is painter-16, the documents the starter suite's arithmetic: questions from its first half, examples from its
second. Layers are re-arranged in the model of transformers; everything else (prompts, HFLM.generate_until, filters,
exact_match) is the harness's.
"""

import copy
import json
import tempfile
from pathlib import Path

import lm_eval
import torch
import yaml
from lm_eval import simple_evaluate
from lm_eval.models.huggingface import HFLM
from lm_eval.tasks import TaskManager
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "resources" / "models" / "painter-16"
SETTINGS = Path(lm_eval.__file__).parent / "tasks" / "gsm8k" / "gsm8k.yaml"
DOCUMENTS, EXAMPLES, TOKENS = 16, 2, 40
PLANS = {
    "full": list(range(16)),
    "skip(s=5)": list(range(6)) + list(range(11, 16)),
    "reverse(s=6)": list(range(7)) + [9, 8, 7] + list(range(10, 16)),
}


def arranged(model, base, order):
    layers = []
    for place, l in enumerate(order):
        layer, attention = copy.copy(base[l]), copy.copy(base[l].self_attn)
        attention.layer_idx = place
        layer._modules = {**base[l]._modules, "self_attn": attention}
        layers.append(layer)
    model.model.layers = torch.nn.ModuleList(layers)
    model.config.num_hidden_layers = len(order)


def main():
    rows = (ROOT / "resources" / "tasks" / "arithmetic.jsonl").read_text().splitlines()
    folder = Path(tempfile.mkdtemp())
    for name, part in (("test", rows[:200]), ("train", rows[200:])):
        (folder / f"{name}.jsonl").write_text("\n".join(part) + "\n")
    settings = yaml.safe_load(SETTINGS.read_text())
    settings.pop("dataset_name")
    settings.pop("tag")
    settings |= {
        "task": "gsm8k_here",
        "dataset_path": "json",
        "dataset_kwargs": {"data_files": {n: str(folder / f"{n}.jsonl") for n in ("train", "test")}},
        "num_fewshot": EXAMPLES,
    }
    settings["generation_kwargs"]["max_gen_toks"] = TOKENS
    (folder / "gsm8k_here.yaml").write_text(yaml.safe_dump(settings))
    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    tokenizer.eos_token = tokenizer.convert_ids_to_tokens(0)
    model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32).eval()
    base = list(model.model.layers)
    golden = {"documents": DOCUMENTS, "examples": EXAMPLES, "maxNewTokens": TOKENS, "plans": {}}
    for plan, order in PLANS.items():
        arranged(model, base, order)
        lm = HFLM(pretrained=model, tokenizer=tokenizer, batch_size=8, max_length=256)
        found = simple_evaluate(
            lm,
            tasks=["gsm8k_here"],
            limit=DOCUMENTS,
            task_manager=TaskManager(include_path=str(folder)),
            bootstrap_iters=0,
        )
        samples = found["samples"]["gsm8k_here"]
        of = lambda name: [s for s in samples if s["filter"] == name]
        golden["plans"][plan] = [
            {
                "prompt": strict["arguments"][0][0],
                "text": strict["resps"][0][0],
                "strict": strict["filtered_resps"][0],
                "flexible": flexible["filtered_resps"][0],
                "right": [strict["exact_match"], flexible["exact_match"]],
            }
            for strict, flexible in zip(of("strict-match"), of("flexible-extract"))
        ]
    (ROOT / "test" / "golden" / "gsm8k.json").write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
