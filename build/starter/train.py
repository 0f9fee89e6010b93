"""Trains the starter model on the train split: `python train.py --out work`. Goes on from work/state.pt where there is one.
Seeded and by steps: batch k is the same whenever and wherever it is made."""
import argparse
import functools
import json
import random
import time
from pathlib import Path
from typing import Iterator

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor

import suite
from example import ANSWER, Example, joined
from model import Config, Model, block, describe, rotary, save_folder

# Shares of the families in the training text. Looking back first: until a look-up in one step succeeds on the development split (a stage that is
# ended by the clock ends too early or too late), then everything.
LOOK_BACK = {'drills': 6, 'recall': 2, 'reference': 0.5}
EVERYTHING = {'drills': 0.2, 'recall': 1.3, 'knowledge': 2.8, 'sense': 0.6, 'reference': 1.4, 'arithmetic': 4.6}
LOOKS_BACK_AT = 0.75
BUCKETS = (24, 32, 40, 48, 64, 80, 96, 128, 160)
POOL_ROWS = 4000
CONTEXT_WEIGHT = 0.06
END = '<|endoftext|>'

Batch = tuple[Tensor, Tensor, Tensor]
"""Ids, next ids, weights: [rows, seq]."""


def make_tokenizer(path: Path, d_vocab: int) -> None:
    """Byte-level BPE over the training text; frequent words are one token."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    stream = suite.training(99, EVERYTHING)
    tokenizer.train_from_iterator((joined(next(stream)[1]) for _ in range(60_000)), trainers.BpeTrainer(
        vocab_size=d_vocab, special_tokens=[END], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer.save(str(path))


class Batches:
    """Batches of about `tokens` tokens, rows of a batch about equally long. Made pool by pool; a pool depends on the seed, its number and the stage alone."""

    def __init__(self, tokenizer: Tokenizer, tokens: int, seed: int):
        self.encode = functools.lru_cache(500_000)(lambda text: tuple(tokenizer.encode(text, add_special_tokens=False).ids))
        self.tokens, self.seed = tokens, seed

    def row(self, example: Example, r: random.Random) -> tuple[list[int], list[float]]:
        ids, weights = ([0], [0.0]) if r.random() < 0.25 else ([], [])
        for text, weight in example.text:
            piece = self.encode(text)
            ids += piece
            weights += [max(weight, CONTEXT_WEIGHT)] * len(piece)
        return ids + [0], weights + [CONTEXT_WEIGHT]

    def pool(self, number: int, shares: dict[str, float]) -> list[Batch]:
        r, stream = random.Random(f'{self.seed} {number} order'), suite.training(self.seed * 1_000_003 + number, shares)
        rows = [self.row(next(stream)[1], r) for _ in range(POOL_ROWS)]
        batches: list[Batch] = []
        for length, shorter in zip(BUCKETS, (0, *BUCKETS)):
            members, size = [x for x in rows if shorter + 1 < len(x[0]) <= length + 1], max(1, self.tokens // length)
            for at in range(0, len(members) - size + 1, size):
                ids, weights = torch.zeros(size, length + 1, dtype=torch.long), torch.zeros(size, length + 1)
                for i, (x, w) in enumerate(members[at:at + size]):
                    ids[i, :len(x)], weights[i, :len(w)] = torch.tensor(x), torch.tensor(w)
                batches.append((ids[:, :-1], ids[:, 1:], weights[:, 1:]))
        r.shuffle(batches)
        return batches


def head(h: Tensor, norm: Tensor, embedding: Tensor, targets: Tensor, weights: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """Weighted loss, and the plain mean over answer tokens."""
    x = F.rms_norm(h, (h.shape[-1],), norm, eps).reshape(-1, h.shape[-1])
    losses, weights = F.cross_entropy(F.linear(x, embedding).float(), targets.reshape(-1), reduction='none'), weights.reshape(-1)
    answers = (weights >= ANSWER).float()
    return (losses * weights).sum() / weights.sum(), ((losses * answers).sum() / answers.sum().clamp(min=1)).detach()


def requests(family: str, d: dict) -> tuple[list[tuple[str, str]], int]:
    """What is scored, and the index of the right one: as the tasks that the families imitate do it."""
    if family == 'recall':
        context, word = d['text'].rsplit(' ', 1)
        return [(context, f' {word}')], 0
    if family in ('knowledge', 'arithmetic'):
        return [(f"Question: {d['question']}\nAnswer:", f' {x}') for x in d['choices']['text']], d['choices']['label'].index(d['answerKey'])
    if family == 'sense':
        return [(f"{d['activity_label']}: {d['ctx_a']} {d['ctx_b'].capitalize()}", f' {x}') for x in d['endings']], int(d['label'])
    at = d['sentence'].index('_')
    return [(d['sentence'][:at] + o, ' ' + d['sentence'][at + 1:].strip()) for o in (d['option1'], d['option2'])], int(d['answer']) - 1


class Trainer:
    def __init__(self, args: argparse.Namespace):
        self.args, self.out = args, Path(args.out)
        self.out.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(args.threads)
        torch.manual_seed(args.seed)
        tokenizer_file = self.out / 'tokenizer.json'
        if not tokenizer_file.exists():
            make_tokenizer(tokenizer_file, args.vocab)
        self.tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self.config = Config(n_layers=args.layers, d_model=args.dim, d_vocab=self.tokenizer.get_vocab_size())
        self.model, self.low = Model(self.config), Model(self.config).bfloat16()
        self.masters, self.lows = list(self.model.parameters()), list(self.low.parameters())
        matrices = [p for b in self.model.blocks for p in (b.qkv, b.o, b.gate_up, b.down)]
        others = [p for p in self.masters if not any(p is m for m in matrices)]
        self.optimizers = [
            torch.optim.Muon(matrices, lr=args.lr, weight_decay=args.decay, momentum=0.95, adjust_lr_fn='match_rms_adamw'),
            torch.optim.AdamW(others, lr=args.lr, betas=(0.9, 0.98), weight_decay=0.0, fused=True),
        ]
        self.cos, self.sin = rotary(self.config)
        self.mask = torch.full((self.config.n_ctx, self.config.n_ctx), float('-inf')).triu(1).bfloat16()
        torch._dynamo.config.recompile_limit = 64
        self.block, self.head = torch.compile(block, dynamic=False), torch.compile(head, dynamic=False)
        self.batches = Batches(self.tokenizer, args.tokens, args.seed)
        self.step = self.tokens = self.pool = 0
        self.seconds, self.loss, self.answer_loss, self.looks_back = 0.0, None, None, False
        self.dev = {family: suite.documents(family, 'dev', args.dev, seed=7) if family != 'knowledge' else dev_knowledge(args.dev) for family in suite.FAMILIES}
        state = self.out / 'state.pt'
        if state.exists():
            self.load(torch.load(state))

    def load(self, state: dict) -> None:
        self.model.load_state_dict(state['model'])
        for optimizer, saved in zip(self.optimizers, state['optimizers']):
            optimizer.load_state_dict(saved)
        self.step, self.tokens, self.pool, self.seconds, self.looks_back = state['step'], state['tokens'], state['pool'], state['seconds'], state.get('looks_back', False)

    def save(self) -> None:
        torch.save({'model': self.model.state_dict(), 'optimizers': [o.state_dict() for o in self.optimizers], 'step': self.step, 'tokens': self.tokens, 'pool': self.pool, 'seconds': self.seconds, 'looks_back': self.looks_back}, self.out / 'state.new')
        (self.out / 'state.new').replace(self.out / 'state.pt')

    def rate(self, progress: float) -> float:
        warm, hold = 0.02, 0.4
        return min(1, progress / warm) if progress < hold else 0.01 + 0.99 * (1 - progress) / (1 - hold)

    def hidden(self, ids: Tensor, compiled: bool) -> Tensor:
        n, f = ids.shape[1], self.block if compiled else block
        h = F.embedding(ids, self.model.embedding).bfloat16()
        for b in self.low.blocks:
            h = f(h, *b.weights(), self.cos[:n], self.sin[:n], self.mask[:n, :n], self.config.n_heads, self.config.n_kv_heads, self.config.eps)
        return h

    def lower(self) -> None:
        with torch.no_grad():
            torch._foreach_copy_(self.lows, self.masters)

    def update(self, ids: Tensor, targets: Tensor, weights: Tensor) -> None:
        rate = self.rate(self.step / self.args.steps)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group['lr'] = self.args.lr * rate
        self.lower()
        loss, answers = self.head(self.hidden(ids, True), self.low.norm, self.low.embedding, targets, weights, self.config.eps)
        loss.backward()
        for master, low in zip(self.masters, self.lows):
            if low.grad is not None:
                master.grad = low.grad.float() if master.grad is None else master.grad + low.grad.float()
                low.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.step, self.tokens = self.step + 1, self.tokens + ids.numel()
        self.loss = loss.item() if self.loss is None else 0.99 * self.loss + 0.01 * loss.item()
        self.answer_loss = answers.item() if self.answer_loss is None else 0.99 * self.answer_loss + 0.01 * answers.item()

    @torch.no_grad()
    def accuracy(self, family: str, examples: list[Example]) -> dict[str, float]:
        """By kind, and `all`."""
        self.lower()
        asked = [requests(family, e.document) for e in examples]
        flat, scores = [x for rs, _ in asked for x in rs], []
        for at in range(0, len(flat), 64):
            pairs = [(self.batches.encode(a), self.batches.encode(b)) for a, b in flat[at:at + 64]]
            ids = torch.zeros(len(pairs), max(len(a) + len(b) for a, b in pairs) - 1, dtype=torch.long)
            for i, (a, b) in enumerate(pairs):
                ids[i, :len(a) + len(b) - 1] = torch.tensor((a + b)[:-1])
            h = F.rms_norm(self.hidden(ids, False), (self.config.d_model,), self.low.norm, self.config.eps)
            logs = F.linear(h, self.low.embedding).float().log_softmax(-1)
            for i, (a, b) in enumerate(pairs):
                row, target = logs[i, len(a) - 1:len(a) + len(b) - 1], torch.tensor(b)
                scores.append((row.gather(1, target[:, None]).sum().item(), bool((row.argmax(-1) == target).all())))
        hits: dict[str, list[bool]] = {'all': []}
        for example, (rs, right) in zip(examples, asked):
            mine, scores = scores[:len(rs)], scores[len(rs):]
            lengths = [len(b) - 1 if family == 'sense' else 1 for _, b in rs]
            hit = mine[0][1] if family == 'recall' else max(range(len(rs)), key=lambda i: mine[i][0] / lengths[i]) == right
            for name in ('all', example.kind):
                hits.setdefault(name, []).append(hit)
        return {name: round(sum(h) / len(h), 3) for name, h in hits.items()}

    def log(self, **facts) -> None:
        line = json.dumps(facts)
        print(line, flush=True)
        with open(self.out / 'log.jsonl', 'a') as file:
            file.write(line + '\n')

    def report(self, documents: dict[str, list[Example]], **facts) -> dict[str, dict[str, float]]:
        found = {family: self.accuracy(family, examples) for family, examples in documents.items()}
        self.log(step=self.step, minutes=round(self.seconds / 60, 1), tokens=self.tokens, loss=round(self.loss or 0, 4), answer_loss=round(self.answer_loss or 0, 4), stage='everything' if self.looks_back else 'look back', **facts, **found)
        return found

    def run(self) -> None:
        self.log(args=vars(self.args), config=describe(self.config), parameters=sum(p.numel() for p in self.masters), resumed_at=self.step)
        for batch in self.stream():
            start = time.time()
            self.update(*batch)
            self.seconds += time.time() - start
            if self.step % self.args.every == 0:
                recall = self.report(self.dev)['recall']
                self.looks_back = self.looks_back or recall['all'] >= LOOKS_BACK_AT
            if self.step >= self.args.steps:
                break
        self.report({family: suite.documents(family, 'test', suite.N_DOCUMENTS) for family in suite.FAMILIES}, split='test')
        save_folder(self.model, self.out / 'folder')
        self.tokenizer.save(str(self.out / 'folder' / 'tokenizer.json'))

    def stream(self) -> Iterator[Batch]:
        while True:
            yield from self.batches.pool(self.pool, EVERYTHING if self.looks_back else LOOK_BACK)
            self.pool += 1
            self.save()


def dev_knowledge(n: int) -> list[Example]:
    r, module = random.Random(7), suite.FAMILIES['knowledge']
    return [module.example(r, 'dev') for _ in range(n)]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', required=True)
    for name, value, what in [
        ('steps', 15500, 'batches in all'), ('tokens', 2048, 'tokens a batch'), ('layers', 16, 'layers'), ('dim', 128, 'd_model'), ('vocab', 2048, 'tokens of the vocabulary'), ('lr', 4e-3, 'highest learning rate'),
        ('decay', 0.05, 'weight decay of the matrices'), ('threads', 2, 'cores'), ('seed', 1, 'of weights and text'), ('every', 500, 'steps between looks at the development split'), ('dev', 120, 'its documents a family'),
    ]:
        parser.add_argument(f'--{name}', type=type(value), default=value, help=what)
    return parser.parse_args()


if __name__ == '__main__':
    Trainer(arguments()).run()
