"""Checks an `atelier run --output` folder against lm-evaluation-harness 0.4.13 itself: the same model and documents through
its evaluator (simple_evaluate with the same task definitions), then the two results files and samples key by key.

    python build/bench/check_export.py GGUF EXPORT_PLAN_FOLDER LAYERS_JSON TASK=DOCUMENTS.jsonl ...
"""

import glob
import json
import sys
import tempfile
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parent))
sys.stdin = open("/dev/null")


def main():
    gguf_path, folder, layers_json, *tasks = sys.argv[1:]
    import importlib.util

    source = (Path(__file__).parent / "peer.py").read_text().rsplit("\nmain()", 1)[0]
    peer = {}
    exec(compile(source, "peer.py", "exec"), peer)
    import torch
    from lm_eval import simple_evaluate
    from lm_eval.models.huggingface import HFLM
    from lm_eval.tasks import TaskManager

    torch.set_grad_enabled(False)
    model, tokenizer = peer["read_gguf"](gguf_path)
    model.config.use_cache = False
    peer["arrange"](model, list(model.model.layers), json.loads(layers_json))
    ours = json.load(open(glob.glob(f"{folder}/results_*.json")[0]))
    names, specs = [], []
    for entry in tasks:
        task, path = entry.split("=", 1)
        n = ours["n-samples"][task]["effective"]
        import lm_eval

        base = {"lambada_openai": "lambada/lambada_openai.yaml", "arc_easy": "arc/arc_easy.yaml", "arc_challenge": "arc/arc_easy.yaml"}[task]
        spec = yaml.load((Path(lm_eval.__file__).parent / "tasks" / base).read_text(), Loader=yaml.FullLoader)
        # the harness's own prompts and metrics, on the local documents
        for key in ("dataset_name", "training_split", "validation_split", "tag"):
            spec.pop(key, None)
        spec |= {"task": task, "dataset_path": "json", "dataset_kwargs": {"data_files": {"test": path}}, "test_split": "test"}
        specs.append(spec)
        names.append(task)
    result = simple_evaluate(model=HFLM(pretrained=model, tokenizer=tokenizer, batch_size=8), tasks=specs, limit=n, bootstrap_iters=100000, log_samples=True, verbosity="ERROR")
    failures = 0

    def check(ok, *what):
        nonlocal failures
        if not ok:
            failures += 1
            print("DIFFERENT", *what)

    top = set(result) - {"samples"}
    check(top <= set(ours), "missing keys", top - set(ours))
    for task in names:
        theirs, own = result["results"][task], ours["results"][task]
        check(set(k for k in theirs if "," in k) <= set(own), task, "result keys", set(theirs) - set(own))
        for key, value in theirs.items():
            if "," not in key or not isinstance(value, float):
                continue
            error = abs(own[key] - value) / max(1e-9, abs(value)) if value else abs(own[key])
            print(f"{task} {key}: lm-eval {value:.6g}, atelier {own[key]:.6g}")
            check(error < (0.1 if "perplexity_stderr" in key else 2e-3), task, key, value, own[key])
        lines = [json.loads(l) for l in open(glob.glob(f"{folder}/samples_{task}_*.jsonl")[0])]
        samples = result["samples"][task]
        check(len(lines) == len(samples), task, "samples", len(lines), len(samples))
        for a, b in zip(lines, samples):
            check(set(b) <= set(a), task, "sample keys", set(b) - set(a))
            args = {f"gen_args_{i}": {f"arg_{j}": x for j, x in enumerate(arg)} for i, arg in enumerate(b["arguments"])}
            check(a["arguments"] == args, task, a["doc_id"], "arguments")
            check(a["target"] == str(b["target"]), task, a["doc_id"], "target", a["target"], b["target"])
            check(a["prompt_hash"] == b["prompt_hash"] and a["target_hash"] == b["target_hash"], task, a["doc_id"], "hashes")
            for (x, g), (y, h) in zip(a["filtered_resps"], b["filtered_resps"]):
                check(abs(float(x) - y) < 2e-3 + 1e-4 * abs(y) and (g == "True") == bool(h), task, a["doc_id"], "loglikelihood", x, y)
            for metric in b["metrics"]:
                want = b[metric] if isinstance(b[metric], (int, float)) else None
                check(want is None or abs(a[metric] - want) < 2e-3 + 1e-4 * abs(want), task, a["doc_id"], metric, a[metric], b[metric])
    print("differences:", failures)
    sys.exit(1 if failures else 0)


main()
