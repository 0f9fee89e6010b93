"""Makes test/golden/named-class.json: token ids of transformers 5.23 for a byte-level tokenizer.json beside a named class.

    .venv/bin/python build/golden/make_named_class.py

Each case changes the tokenizer.json of test/fixtures/llama-tied, names a class and a kind of model, and tells the ids that
AutoTokenizer gives: some classes take the vocabulary and the merges alone (models/auto/tokenization_auto.py).
"""

import json
import tempfile
from pathlib import Path

from transformers import AutoConfig, AutoTokenizer

ROOT = Path(__file__).resolve().parents[2]
BASE = json.loads((ROOT / "test" / "fixtures" / "llama-tied" / "tokenizer.json").read_text())
MODERN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
bytes_ = lambda prefix=False, regex=True: {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": regex}
PRE = {
    "bytes": bytes_(),
    "prefixed": bytes_(True),
    "digits": {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": True}, bytes_()]},
    "modern": {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": MODERN}, "behavior": "Isolated", "invert": False}, bytes_(False, False)]},
}
CASES = [
    ("llama", "GPT2Tokenizer", "digits", {}), ("llama", "GPT2TokenizerFast", "digits", {}), ("starcoder2", "GPT2Tokenizer", "digits", {}),
    ("starcoder2", None, "digits", {}), ("gpt2", None, "prefixed", {}), ("opt", "GPT2Tokenizer", "bytes", {"add_prefix_space": True}),
    ("granite", "GPT2Tokenizer", "digits", {}), ("olmo2", "GPT2TokenizerFast", "modern", {}), ("phi3", "GPT2Tokenizer", "modern", {}),
    ("qwen2", "LlamaTokenizerFast", "modern", {}), ("qwen2", "PreTrainedTokenizerFast", "modern", {}), ("qwen2", None, "modern", {}),
    ("qwen3", "PreTrainedTokenizerFast", "modern", {}), ("qwen3", "LlamaTokenizerFast", "modern", {}), ("qwen3", "Qwen2TokenizerFast", "modern", {}),
    ("gpt_neox", "GPTNeoXTokenizerFast", "digits", {}), ("gpt_neox", "PreTrainedTokenizerFast", "digits", {}), ("llama", "GPTNeoXTokenizerFast", "modern", {}),
    ("llama", "PreTrainedTokenizerFast", "modern", {}), ("llama", "LlamaTokenizerFast", "modern", {}), ("mistral", "GPT2TokenizerFast", "digits", {}),
    ("smollm3", "PreTrainedTokenizerFast", "modern", {}), ("llama", "Qwen2Tokenizer", "modern", {}),
]
TEXTS = ["The painter mixed", " ochre", "In 2024 there were 123456 pictures", "  two blanks   three", "they'll mind; she CAN'T", "a\n\nb  \n c", "é e\u0301 Ångström", "x=12+3456;"]


def main():
    made = []
    for kind, name, pre, more in CASES:
        with tempfile.TemporaryDirectory() as folder:
            definition = BASE | {"pre_tokenizer": PRE[pre]}
            Path(folder, "tokenizer.json").write_text(json.dumps(definition))
            config = {"bos_token": "<s>", "eos_token": "</s>"} | ({} if name is None else {"tokenizer_class": name}) | more
            Path(folder, "tokenizer_config.json").write_text(json.dumps(config))
            AutoConfig.for_model(kind).save_pretrained(folder)
            tokenizer = AutoTokenizer.from_pretrained(folder)
            ids = {text: tokenizer.encode(text, add_special_tokens=False) for text in TEXTS}
        made.append({"kind": kind, "class": name, "pre_tokenizer": PRE[pre], "config": config, "ids": ids})
    (ROOT / "test" / "golden" / "named-class.json").write_text(json.dumps(made, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
