"""Makes test/golden/head.json (a linear head trained by PyTorch) and test/golden/association.json (scikit-learn and SciPy).

    .venv/bin/python build/golden/make_training.py
"""

import json
from pathlib import Path

import numpy as np
import torch
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import f1_score, matthews_corrcoef
from transformers import get_linear_schedule_with_warmup

GOLDEN = Path(__file__).resolve().parents[2] / "test" / "golden"


def trained(n_classes, steps=30, n=21, d=5, batch=8, lr=3e-2):
    g = torch.Generator().manual_seed(n_classes)
    x = torch.randn(n, d, generator=g)
    y = torch.randint(0, n_classes, (n,), generator=g) if n_classes > 1 else 5 * torch.rand(n, generator=g)
    head = torch.nn.Linear(d, n_classes).double()
    with torch.no_grad():
        head.weight.copy_(0.3 * torch.randn(n_classes, d, generator=g))
        head.bias.zero_()
    begin = head.weight.flatten().tolist()
    optimiser = torch.optim.AdamW(head.parameters(), lr=lr, weight_decay=0.0)
    schedule = get_linear_schedule_with_warmup(optimiser, 0, steps)
    losses = []
    while len(losses) < steps:
        for i in range(0, n, batch):
            if len(losses) == steps:
                break
            logits = head(x[i : i + batch].double())
            loss = torch.nn.functional.cross_entropy(logits, y[i : i + batch]) if n_classes > 1 else torch.nn.functional.mse_loss(logits[:, 0], y[i : i + batch].double())
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
    return {"nClasses": n_classes, "d": d, "lr": lr, "steps": steps, "batch": batch, "features": x.flatten().tolist(), "targets": y.tolist(), "begin": begin, "losses": losses, "weight": head.weight.flatten().tolist(), "bias": head.bias.tolist()}


def associations():
    rng = np.random.default_rng(3)
    made = []
    for n in (40, 7, 5):
        right = rng.integers(0, 2, n)
        said = np.where(rng.random(n) < 0.7, right, 1 - right)
        if n == 5:
            said = np.zeros(n, int)
        scores = np.log(rng.dirichlet([2, 2], n))
        scores = np.where((scores.argmax(1) == said)[:, None], scores, scores[:, ::-1])
        f1 = f1_score(right, said, zero_division=0)
        acc = float((right == said).mean())
        made.append({"right": right.tolist(), "scores": scores.tolist(), "expected": {"mcc": matthews_corrcoef(right, said), "f1": f1, "acc_f1": (acc + f1) / 2}})
    for n in (30, 6):
        right = np.round(rng.random(n) * 5, 1)
        said = np.round(right + rng.normal(0, 1.5, n), 1)
        p, s = pearsonr(said, right)[0], spearmanr(said, right)[0]
        made.append({"right": right.tolist(), "scores": said[:, None].tolist(), "expected": {"pearson": p, "spearman": s, "pearson_spearman": (p + s) / 2}})
    return made


def main():
    (GOLDEN / "head.json").write_text(json.dumps([trained(n) for n in (2, 3, 1)]))
    (GOLDEN / "association.json").write_text(json.dumps(associations()))


if __name__ == "__main__":
    main()
