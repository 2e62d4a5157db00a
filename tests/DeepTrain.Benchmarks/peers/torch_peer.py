"""The workloads in PyTorch, for a comparison in turn.

Reads one workload a line as JSON, {"key", "pass", "rows", "samples", "seconds"}, and answers with one line:
{"us", "variant", "parameters"}: the median of the fastest way PyTorch has to do it here, the name of that way, and the
trainable numbers, so that the other side sees that the networks are the same.

    torch_peer.py --threads 1

OpenBLAS reads OPENBLAS_NUM_THREADS and OPENBLAS_CORETYPE when it is loaded: set them outside, before the start.
"""
import argparse
import json
import statistics
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F

# as on the other side: no batch is learned by heart, so nothing becomes denormal
LEARNING_RATE = 1e-7


def mlp(*sizes, activations=None, regularised=False):
    """Dense layers; batch norm, activation and dropout between them."""
    layers = []
    for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(inputs, outputs))
        if i == len(sizes) - 2:
            break
        if regularised:
            layers.append(nn.BatchNorm1d(outputs))
        layers.append(activations[i]() if activations else nn.ReLU())
        if regularised:
            layers.append(nn.Dropout(0.5))
    return nn.Sequential(*layers)


def d():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def cifar():
    def block(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]

    return nn.Sequential(
        *block(3, 32), *block(32, 32), nn.MaxPool2d(2), *block(32, 64), *block(64, 64), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(4096, 128), nn.ReLU(), nn.Linear(128, 10))


class Network:
    """A network with its loss and optimizer, and for images their shape."""

    def __init__(self, create, loss, optimizer, image=None):
        self.create, self.loss, self.optimizer, self.image = create, loss, optimizer, image

    def inputs(self, model, rows):
        return 2 * torch.rand(rows, *(self.image or (model[0].in_features,))) - 1


NETWORKS = {
    "a": Network(lambda: mlp(8, 16, 16, 4), F.mse_loss, torch.optim.SGD),
    "b": Network(lambda: mlp(784, 128, 10), F.cross_entropy, torch.optim.Adam),
    "c": Network(lambda: mlp(784, 512, 256, 10, regularised=True), F.cross_entropy, torch.optim.Adam),
    "c plain Adam": Network(lambda: mlp(784, 512, 256, 10), F.cross_entropy, torch.optim.Adam),
    "c plain SGD": Network(lambda: mlp(784, 512, 256, 10), F.cross_entropy, torch.optim.SGD),
    "chains": Network(lambda: mlp(4, 32, 16, 4), F.mse_loss, torch.optim.Adam),
    "odd": Network(lambda: mlp(100, 50, 30, 7, activations=[nn.Tanh, nn.ReLU]), F.cross_entropy, torch.optim.Adam),
    "d": Network(d, F.cross_entropy, torch.optim.SGD, (1, 28, 28)),
    "lenet": Network(lenet, F.cross_entropy, torch.optim.SGD, (1, 28, 28)),
    "cifar": Network(cifar, F.cross_entropy, torch.optim.SGD, (3, 32, 32)),
}


def optimizer_variants():
    """The ways an optimizer can walk the parameters; which there are depends on PyTorch's version."""
    return {"for-loop": {"foreach": False}, "foreach": {"foreach": True}, "fused": {"fused": True}}


def data(network, model, rows):
    inputs = network.inputs(model, rows)
    outputs = model[-1].out_features
    if network.loss is F.cross_entropy:
        return inputs, torch.randint(0, outputs, (rows,))
    return inputs, 2 * torch.rand(rows, outputs) - 1


def train_variants(network, rows, samples):
    """Yields a name and a function that trains: one batch, or an epoch in batches where there are samples."""
    for name, options in optimizer_variants().items():
        model = network.create().train()
        try:
            optimizer = network.optimizer(model.parameters(), lr=LEARNING_RATE, **options)
        except (TypeError, RuntimeError):
            continue
        inputs, targets = data(network, model, samples or rows)
        batches = list(zip(inputs.split(rows), targets.split(rows)))

        def run(model=model, optimizer=optimizer, batches=batches):
            for x, y in batches:
                optimizer.zero_grad(set_to_none=True)
                network.loss(model(x), y).backward()
                optimizer.step()

        yield name, run


def inference_model(network):
    """The network as it predicts: with probabilities where the loss stands for them."""
    model = network.create()
    if network.loss is F.cross_entropy:
        model = nn.Sequential(*model, nn.Softmax(dim=1))
    return model.eval()


def predict_variants(network, rows, chained):
    """Yields a name and a function that predicts."""
    model = inference_model(network)
    inputs = network.inputs(model, rows)
    traced = torch.jit.freeze(torch.jit.trace(model, inputs))
    for name, function in (("eager", model), ("traced", traced)):

        def run(function=function):
            outputs = function(inputs)
            if chained:
                inputs.view(-1)[0] = outputs[0, 0]

        yield name, run


def median_us(run, seconds):
    """The median of the microseconds a run takes, warmed up for a quarter of the time."""
    start = time.perf_counter()
    run()
    times = 1
    while time.perf_counter() - start < seconds / 4:
        run()
        times += 1
    each = (time.perf_counter() - start) / times
    repeats = max(1, int(200e-6 / each))
    samples = []
    start = time.perf_counter()
    while len(samples) < 9 or time.perf_counter() - start < seconds:
        begin = time.perf_counter()
        for _ in range(repeats):
            run()
        samples.append((time.perf_counter() - begin) / repeats)
    return 1e6 * statistics.median(samples)


def answer(workload):
    network = NETWORKS[workload["key"]]
    rows, kind = workload["rows"], workload["pass"]
    if kind.startswith("Train"):
        variants = train_variants(network, rows, workload["samples"] if kind == "TrainEpoch" else 0)
        medians = {name: median_us(run, workload["seconds"]) for name, run in variants}
    else:
        with torch.inference_mode():
            variants = predict_variants(network, rows, kind == "PredictChained")
            medians = {name: median_us(run, workload["seconds"]) for name, run in variants}
    best = min(medians, key=medians.get)
    parameters = sum(p.numel() for p in network.create().parameters())
    return {"us": medians[best], "variant": best, "parameters": parameters}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--threads", type=int, default=1)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    print(json.dumps({"ready": f"PyTorch {torch.__version__}"}), flush=True)
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:  # whatever it is, the other side has to say it
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
