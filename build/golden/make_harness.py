"""Makes test/golden/harness/{rows,train}.jsonl and expected.json: what lm-evaluation-harness itself asks by the task files there.

    .venv/bin/python build/golden/make_harness.py

Each task is built from its own file, its rows read by `datasets`, without examples and with some.
"""

import json
import os
from pathlib import Path

from lm_eval.api.task import ConfigurableTask
from lm_eval.tasks._yaml_loader import load_yaml
from lm_eval.utils import get_rolling_token_windows, make_disjoint_window

FOLDER = Path(__file__).resolve().parents[2] / "test" / "golden" / "harness"
TEXTS = ["To boil an egg", " with a leading blank", "trailing blank \u00a0", "caf\u00e9 \u2019quoted\u2019 \U0001f642", "two\nlines here", "{{ braces }} & <tags>", "\u00c9tat of it's", "x y"]
EXAMPLES = {"made_rolling": [0], "made_given": [0, 2, 3]}


def row(i, prefix):
    text, other = TEXTS[i % 8], TEXTS[(3 * i + 1) % 8]
    return {
        "question": f"{prefix}{other} {i}?", "text": f"{prefix}{text} {i}", "topic": ["tea", "caf\u00e9"][i % 2], "flag": i % 2, "number": (i * 7) % 3, "side": str(1 + i % 2),
        "choices": {"text": [f"iron {i}", f"wood's \"{i}\"", other], "label": ["A", "B", "C"]}, "answerKey": "ABC"[i % 3], "value": i / 4,
    }


def write(name, rows):
    (FOLDER / name).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))


def asked(path, n):
    config = load_yaml(path)
    task = ConfigurableTask(config=config)
    task.set_fewshot_seed(1234)
    out = []
    for doc in task.eval_docs:
        context = task.fewshot_context(doc, num_fewshot=n)
        requests = task.construct_requests(doc=doc, ctx=context, metadata=(task.config.task, 0, 1))
        requests = requests if isinstance(requests, list) else [requests]
        right = task.doc_to_text(doc) if task.multiple_input else task.doc_to_target(doc)
        if task.OUTPUT_TYPE != "multiple_choice":
            right = 0
        elif isinstance(right, str):
            right = task.doc_to_choice(doc).index(right)
        out.append({"pairs": [list(r.args) if len(r.args) == 2 else ["", r.args[0]] for r in requests], "target": right})
    return out


write("rows.jsonl", [row(i, "") for i in range(10)])
write("train.jsonl", [row(i, "Train ") for i in range(40)])
os.chdir(FOLDER)
tasks = {}
for path in sorted(FOLDER.glob("*.yaml")):
    name = load_yaml(path)["task"]
    tasks[path.name] = {str(n): asked(path, n) for n in EXAMPLES.get(name, [0, 2, 7])}
windows = {
    f"{n} {size}": [[*c, *t] for c, t in map(make_disjoint_window, get_rolling_token_windows(list(range(100, 100 + n)), 7, size, 1))]
    for n, size in [(1, 4), (4, 4), (5, 4), (9, 4), (13, 5), (3, 1)]
}
(FOLDER / "expected.json").write_text(json.dumps({"tasks": tasks, "windows": windows}, ensure_ascii=False, indent=1) + "\n")
print({k: list(v) for k, v in tasks.items()})
