"""Makes the fixtures of test/fixtures/encoders: tiny random models that classify, with tokenizers of their own.

    .venv/bin/python build/golden/make_encoders.py

The oracle is transformers' own classifier with its list of layers replaced by a schedule's (a parallel group is a module that
averages), on texts and pairs of texts that its tokenizer cuts "longest_first", padded together with an attention mask.
"""

import json
import shutil
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForSequenceClassification,
)

from make_families import plans

ROOT = Path(__file__).resolve().parents[2] / "test" / "fixtures" / "encoders"
LAYERS, MOST = 4, 14

TEXTS = [
    ["The drain is clogged with hair.", "It has to be cleaned."],
    ["A man with a hard hat is dancing.", None],
    ["The sailors rode the breeze clear of the rocks, and nobody on the shore had seen them leave that morning.", "They rode."],
    ["Yes.", "What came into force after the new constitution was heard, and who had asked for it at that time?"],
    ["one two three four five six seven eight nine ten", "one two three four five six seven eight nine ten"],
    ["Ünïcode, naïve cafés: 42 %", "“quoted” — dash"],
    ["", "x"],
]
WORDS = " ".join(t for pair in TEXTS for t in pair if t)


def word_piece():
    tok = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tok.normalizer = normalizers.BertNormalizer(lowercase=True)
    tok.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tok.decoder = decoders.WordPiece()
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tok.train_from_iterator([WORDS] * 3, trainers.WordPieceTrainer(vocab_size=160, special_tokens=specials))
    tok.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", tok.token_to_id("[CLS]")), ("[SEP]", tok.token_to_id("[SEP]"))])
    names = dict(unk_token="[UNK]", sep_token="[SEP]", pad_token="[PAD]", cls_token="[CLS]", mask_token="[MASK]", model_input_names=["input_ids", "token_type_ids", "attention_mask"])
    return PreTrainedTokenizerFast(tokenizer_object=tok, **names)


def byte_level():
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tok.decoder = decoders.ByteLevel()
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tok.train_from_iterator([WORDS], trainers.BpeTrainer(vocab_size=300, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tok.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    names = dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>", sep_token="</s>", pad_token="<pad>", cls_token="<s>", mask_token="<mask>")
    return PreTrainedTokenizerFast(tokenizer_object=tok, **names)


def schedules(T):
    return {**plans(T), "0 (1 2|3) 3": [0, [[1, 2], [3]], 3]}


class Group(torch.nn.Module):
    """The mean of its branches."""

    def __init__(self, branches):
        super().__init__()
        self.branches = torch.nn.ModuleList([torch.nn.ModuleList(b) for b in branches])

    def forward(self, hidden, *args, **kwargs):
        def run(branch):
            h = hidden
            for layer in branch:
                out = layer(h, *args, **kwargs)
                h = out[0] if isinstance(out, tuple) else out
            return h

        made = torch.stack([run(b) for b in self.branches]).mean(0)
        return made


@torch.no_grad()
def golden(model, layers, put, tokenizer):
    batch = [tokenizer(a, b, truncation="longest_first", max_length=MOST) for a, b in TEXTS]
    padded = tokenizer.pad(batch, return_tensors="pt")
    if model.config.model_type == "distilbert":
        padded.pop("token_type_ids", None)
    made = {}
    for name, order in schedules(len(layers)).items():
        modules = [layers[b] if isinstance(b, int) else Group([[layers[l] for l in branch] for branch in b]) for b in order]
        put(torch.nn.ModuleList(modules))
        logits = model(**padded).logits
        made[name] = (logits if logits.shape[1] == 1 else torch.log_softmax(logits, -1)).tolist()
    put(torch.nn.ModuleList(layers))
    rows = [{"texts": t, "ids": b["input_ids"], "types": b.get("token_type_ids", [0] * len(b["input_ids"]))} for t, b in zip(TEXTS, batch)]
    return {"most": MOST, "rows": rows, "plans": made}


def make(name, model, stack, tokenizer):
    g = torch.Generator().manual_seed(7)
    for key, p in model.named_parameters():
        p.data = (torch.rand(p.shape, generator=g) * 0.5 + 0.75) if "norm" in key.lower() else torch.randn(p.shape, generator=g) * (0.4 if p.dim() == 1 else 0.13 if "embeddings" not in key else 1.0)
    model.eval()
    folder = ROOT / name
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    for extra in ("special_tokens_map.json", "generation_config.json"):
        (folder / extra).unlink(missing_ok=True)
    layers = list(stack.layer)

    def put(modules):
        stack.layer = modules
        if hasattr(stack, "num_layers"):
            stack.num_layers = len(modules)

    (folder / "golden.json").write_text(json.dumps(golden(model, layers, put, tokenizer)))


def main():
    sizes = dict(hidden_size=24, num_hidden_layers=LAYERS, num_attention_heads=3, intermediate_size=40, max_position_embeddings=40)
    wp, bl = word_piece(), byte_level()
    bert = BertForSequenceClassification(BertConfig(vocab_size=len(wp), num_labels=2, **sizes))
    make("bert", bert, bert.bert.encoder, wp)
    roberta = RobertaForSequenceClassification(RobertaConfig(vocab_size=len(bl), num_labels=3, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2, **sizes))
    make("roberta", roberta, roberta.roberta.encoder, bl)
    distil = DistilBertForSequenceClassification(DistilBertConfig(vocab_size=len(wp), num_labels=1, dim=24, n_layers=LAYERS, n_heads=3, hidden_dim=40, max_position_embeddings=40))
    make("distilbert", distil, distil.distilbert.transformer, wp)


if __name__ == "__main__":
    main()
