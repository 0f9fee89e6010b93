"""Makes test/golden/pre-tokenizers.json: how transformers cuts texts for the pre-tokenizers that GGUF files name.

    .venv/bin/python build/golden/make_pre_tokenizers.py
"""

import json
from pathlib import Path

from tokenizers import Regex, pre_tokenizers
from transformers.integrations.gguf.gguf_tokenizer_mapping import GGUF_PRE_TOKENIZER_SPLITS

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "pre-tokenizers.json"
NAMES = ["llama-bpe", "llama3", "llama-v3", "smaug-bpe", "dbrx", "tekken", "gpt-4o", "qwen2", "deepseek-r1-qwen"]
TEXTS = [
    "It's 12345 o'clock, HelloWorld!", "  two  blanks\n\n and\tTabs ", "camelCaseAndACRONYMs", "\u00c9COLE \u00e9cole na\u00efve \u0130stanbul", "x=1;//comment\n/path/to", "\u4f60\u597d\uff0c\u4e16\u754c 42",
    "DON'T we'LL I'd", "\U0001f600\u200d\U0001f680 e\u0301 \u00bd", "a\r\nb\r\n", "1e-07 3.1415926535", "MacBookPro2024's", "   ",
]


def pieces(split, text):
    sequence = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(split), behavior="isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    return [piece for piece, _ in sequence.pre_tokenize_str(text)]


table = {name: {text: pieces(GGUF_PRE_TOKENIZER_SPLITS[name], text) for text in TEXTS} for name in NAMES}
OUT.write_text(json.dumps(table, ensure_ascii=True, indent=1) + "\n")
