"""Makes test/golden/tasks.json: what lm-evaluation-harness itself asks about made rows of its tasks.

    .venv/bin/python build/golden/make_tasks.py

Each row goes through the task's own configuration file (templates, functions, delimiter); no dataset is fetched.
"""

import json
from pathlib import Path

import datasets
import lm_eval.tasks
from lm_eval.api.task import ConfigurableTask
from lm_eval.tasks._yaml_loader import load_yaml

TASKS = Path(lm_eval.tasks.__file__).parent
OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "tasks.json"
FILES = {
    "piqa": "piqa/piqa.yaml",
    "sciq": "sciq/sciq.yaml",
    "openbookqa": "openbookqa/openbookqa.yaml",
    "boolq": "super_glue/boolq/default.yaml",
    "copa": "super_glue/copa/default.yaml",
    "commonsense_qa": "commonsense_qa/default.yaml",
}
TEXTS = ["To boil an egg", " with a leading blank", "trailing blank \u00a0", "caf\u00e9 \u2019quoted\u2019 \U0001f642", "two\nlines", "{{ braces }} & <tags>", "\u00c9tat", "x"]


def rows(name):
    for i, text in enumerate(TEXTS):
        other, third = TEXTS[(i + 3) % len(TEXTS)], TEXTS[(i + 5) % len(TEXTS)]
        letters = ["A", "B", "C", "D", "E"]
        choices = [text, other, third, f"{other} {i}", f"{third} {i}"]
        yield {
            "piqa": {"goal": text, "sol1": other, "sol2": third, "label": i % 2},
            "sciq": {"question": text, "support": f"\n {other}", "correct_answer": third, "distractor1": "a", "distractor2": other, "distractor3": " c"},
            "openbookqa": {"question_stem": text, "choices": {"text": choices[:4], "label": letters[:4]}, "answerKey": letters[i % 4]},
            "boolq": {"passage": text, "question": other, "label": i % 2},
            "copa": {"premise": f" {text}. ", "choice1": f"The {other}.", "choice2": f"\u00c9{third}.", "question": ["cause", "effect"][i % 2], "label": i % 2},
            "commonsense_qa": {"question": f" {text} ", "choices": {"text": choices, "label": letters}, "answerKey": letters[i % 5]},
        }[name]


def made(name, path):
    docs = list(rows(name))

    class Offline(ConfigurableTask):
        def download(self, *args, **kwargs):
            data = datasets.Dataset.from_list(docs)
            self.dataset = datasets.DatasetDict({s: data for s in ("train", "validation", "test")})

    config = load_yaml(TASKS / path)
    config.pop("tag", None)
    task = Offline(config=config)
    out = []
    for doc in docs:
        context = task.fewshot_context(doc, num_fewshot=0)
        requests = task.construct_requests(doc=doc, ctx=context, metadata=(name, 0, 1))
        target = task.doc_to_target(doc)
        if not isinstance(target, int):
            target = task.doc_to_choice(doc).index(target)
        out.append({"row": doc, "pairs": [list(r.args) for r in requests], "target": target})
    return out


OUT.write_text(json.dumps({name: made(name, path) for name, path in FILES.items()}, ensure_ascii=False, indent=1))
