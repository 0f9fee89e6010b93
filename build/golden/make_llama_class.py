"""Makes test/golden/llama-class/expected.json: token ids by transformers of a folder that names the class LlamaTokenizer.

    .venv/bin/python build/golden/make_llama_class.py
"""

import json
import shutil
import tempfile
from pathlib import Path

from transformers import AutoTokenizer

FOLDER = Path(__file__).resolve().parents[2] / "test" / "golden" / "llama-class"
TEXTS = ["Hello world", "  two leading", " one", "a  b   c", "x\ny", "\u00e9 \U0001f600 z", "<s>a b</s> c", "\u2581already", "tail  ", "\n\n a"]
CHANGES = {
    "as it is": ({}, {}),
    "not legacy": ({"legacy": False}, {}),
    "no prefix": ({"add_prefix_space": False}, {}),
    "mistral": ({}, {"model_type": "mistral", "architectures": ["MistralForCausalLM"]}),
    "another class": ({"tokenizer_class": "PreTrainedTokenizerFast"}, {}),
}


def ids(config, model):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(FOLDER / "tokenizer.json", folder)
        for name, change in (("tokenizer_config.json", config), ("config.json", model)):
            (Path(folder) / name).write_text(json.dumps({**json.loads((FOLDER / name).read_text()), **change}))
        tokenizer = AutoTokenizer.from_pretrained(folder)
        return {text: tokenizer.encode(text, add_special_tokens=False) for text in TEXTS}


expected = [{"name": name, "tokenizer": config, "model": model, "ids": ids(config, model)} for name, (config, model) in CHANGES.items()]
(FOLDER / "expected.json").write_text(json.dumps(expected, ensure_ascii=True, indent=1) + "\n")
