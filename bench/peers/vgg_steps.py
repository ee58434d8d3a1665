"""Training steps of the reduced VGG-11 in PyTorch, a contender of bench/training: vgg_steps.py KIND WIDTH RESOLUTION BATCH THREADS.

KIND chapter is the chapter's own code (d2l.ai, "Networks Using Blocks (VGG)") with nothing changed but the sizes and the
thread count. KIND tuned-contiguous and tuned-channels-last are what somebody who knows PyTorch on CPUs would make of it within
eager PyTorch: ReLU in place, no zeroing of gradients, the foreach optimizer, and the layout that is the faster of the two;
bench/training chooses it, and sets the allocator and OpenBLAS in the environment.

Reads a number of steps a line, trains them, and prints their wall and CPU seconds, the peak memory and the last loss as JSON.
The batches are ready: neither kind pays for its data.
"""
import json
import resource
import sys
import time

import torch
from torch import nn

BLOCKS = ((1, 1), (1, 2), (2, 4), (2, 8), (2, 8))  # convolutions and multiples of the width: VGG-11
CLASSES, DENSE, LR, BATCHES = 10, 4096, 0.01, 4


def network(width, resolution, inplace):
    layers, channels = [], 1
    for convolutions, multiple in BLOCKS[: 5 if resolution >= 32 else 4]:
        for _ in range(convolutions):
            layers += [nn.Conv2d(channels, width * multiple, kernel_size=3, padding=1), nn.ReLU(inplace)]
            channels = width * multiple
        layers.append(nn.MaxPool2d(kernel_size=2, stride=2))
        resolution //= 2
    model = nn.Sequential(
        *layers, nn.Flatten(),
        nn.Linear(channels * resolution * resolution, DENSE), nn.ReLU(inplace), nn.Dropout(0.5),
        nn.Linear(DENSE, DENSE), nn.ReLU(inplace), nn.Dropout(0.5),
        nn.Linear(DENSE, CLASSES))
    for module in model:
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.xavier_uniform_(module.weight)
    return model


class Chapter:
    """The step of d2l's Trainer.fit_epoch."""

    def __init__(self, width, resolution, batches):
        self.model = network(width, resolution, inplace=False)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=LR)
        self.batches = batches
        self.model.train()

    def step(self, number):
        images, labels = self.batches[number % BATCHES]
        loss = nn.functional.cross_entropy(self.model(images), labels)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss


class Tuned:
    def __init__(self, width, resolution, batches, layout):
        self.model = network(width, resolution, inplace=True).to(memory_format=layout)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=LR, foreach=True)
        self.batches = [(images.contiguous(memory_format=layout), labels) for images, labels in batches]
        self.model.train()

    def step(self, number):
        images, labels = self.batches[number % BATCHES]
        self.optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(self.model(images), labels)
        loss.backward()
        self.optimizer.step()
        return loss


def contender(kind, width, resolution, batch):
    torch.manual_seed(0)
    batches = [(torch.rand(batch, 1, resolution, resolution), torch.randint(CLASSES, (batch,))) for _ in range(BATCHES)]
    if kind == "chapter":
        return Chapter(width, resolution, batches)
    return Tuned(width, resolution, batches, torch.channels_last if kind == "tuned-channels-last" else torch.contiguous_format)


def main():
    kind, (width, resolution, batch, threads) = sys.argv[1], map(int, sys.argv[2:6])
    torch.set_num_threads(threads)
    trained = contender(kind, width, resolution, batch)
    trained.step(0).item()
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        for number in range(int(line)):
            loss = trained.step(number).item()
        print(json.dumps({
            "seconds": time.perf_counter() - wall,
            "cpuSeconds": time.process_time() - cpu,
            "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            "loss": loss,
        }), flush=True)


if __name__ == "__main__":
    main()
