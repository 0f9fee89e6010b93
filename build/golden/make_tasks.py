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
    "arc_easy": "arc/arc_easy.yaml",
    "hellaswag": "hellaswag/hellaswag.yaml",
    "winogrande": "winogrande/default.yaml",
    "lambada_openai": "lambada/lambada_openai.yaml",
    "mmlu": "mmlu/default/mmlu_high_school_us_history.yaml",
    "truthfulqa_mc1": "truthfulqa/truthfulqa_mc1.yaml",
    "wikitext": "wikitext/wikitext.yaml",
}
# how many examples: of a pool that is drawn from as a list, and of one that is drawn from as a set
SHOTS = [2, 5]
WITHOUT_EXAMPLES = {"truthfulqa_mc1", "wikitext"}
PAGE = """ = Title's = 

 He said " hello " ( or [ so ] ) : the 1 @,@ 000 @-@ year @.@ , ' quoted ' dogs ' ; 3 \u00b0 N 's ! 
 = = Section = = 
 """
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
            "arc_easy": {"question": text, "choices": {"text": choices[:4], "label": letters[:4]}, "answerKey": letters[i % 4]},
            "hellaswag": {"activity_label": text, "ctx_a": f"{other} [header] a", "ctx_b": ["\u00dfo it IS", "and THEN"][i % 2], "endings": [f"{c} [title] x  y." for c in choices[:4]], "label": str(i % 4)},
            "winogrande": {"sentence": f"{text.replace('_', '-')} so the _ was {other}. ", "option1": third, "option2": "cup", "answer": str(1 + i % 2)},
            "lambada_openai": {"text": f"{text} {other} word{i}"},
            "mmlu": {"question": f" {text} ", "subject": "high_school_us_history", "choices": choices[:4], "answer": i % 4},
            "truthfulqa_mc1": {"question": text, "mc1_targets": {"choices": choices[: 2 + i % 3], "labels": [1, 0, 0, 0][: 2 + i % 3]}},
            "wikitext": {"page": f"{PAGE}{text} {other} . {third} "},
            "commonsense_qa": {"question": f" {text} ", "choices": {"text": choices, "label": letters}, "answerKey": letters[i % 5]},
        }[name]


def training(name):
    """Rows that examples are drawn from: 48 for the tasks, every one unlike the others."""
    for k in range(6):
        for row in rows(name):
            yield json.loads(json.dumps(row).replace("To boil", f"Train {k} to boil").replace('"x"', f'"x{k}"'))


def made(name, path):
    docs = list(rows(name))
    # a task whose examples come from the asked documents themselves
    pool = docs if name == "lambada_openai" else list(training(name))

    class Offline(ConfigurableTask):
        def download(self, *args, **kwargs):
            asked, train = datasets.Dataset.from_list(docs), datasets.Dataset.from_list(pool)
            self.dataset = datasets.DatasetDict({"train": train, "dev": train, "validation": asked, "test": asked})

    config = load_yaml(TASKS / path)
    config.pop("tag", None)
    task = Offline(config=config)
    out = []
    # as the task's own process_docs leaves them
    for doc, row in zip(task.eval_docs, docs):
        context = task.fewshot_context(doc, num_fewshot=0)
        requests = task.construct_requests(doc=doc, ctx=context, metadata=(name, 0, 1))
        requests = requests if isinstance(requests, list) else [requests]
        target = task.doc_to_text(doc) if task.multiple_input else task.doc_to_target(doc)
        if task.OUTPUT_TYPE != "multiple_choice":
            target = 0
        elif not isinstance(target, int):
            target = task.doc_to_choice(doc).index(target)
        pairs = [list(r.args) if len(r.args) == 2 else ["", r.args[0]] for r in requests]
        out.append({"row": row, "pairs": pairs, "target": target})
    shots = {}
    for n in [] if name in WITHOUT_EXAMPLES else SHOTS:
        task.set_fewshot_seed(1234)
        contexts = [task.fewshot_context(doc, num_fewshot=n) for doc in task.eval_docs]
        shots[n] = [c if isinstance(c, list) else [c] for c in contexts]
    return {"asked": out, "shots": shots, "train": pool if shots else []}


OUT.write_text(json.dumps({name: made(name, path) for name, path in FILES.items()}, ensure_ascii=False, indent=1) + "\n")
