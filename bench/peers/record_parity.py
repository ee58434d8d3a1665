"""Records the losses of 20 SGD steps in PyTorch: tests/VggSweep.Trainer.Tests/Recorded/parity.json.

Run with Debian's python3-torch: python3 bench/peers/record_parity.py
"""
import json
import math
import pathlib

import numpy as np
import torch
from torch import nn

from splitmix import bits, uniform

STEPS, BATCH, CLASSES, WIDTH, DENSE, GAIN, DISTURBED = 20, 16, 10, 8, 256, 1.5, 8
BLOCKS = ((1, 1), (1, 2), (2, 4), (2, 8), (2, 8))  # convolutions and multiples of the width: VGG-11
CASES = (
    dict(seed=1, resolution=32, batchNorm=False, gap=False, lr=0.01, momentum=0.0, weightDecay=0.0),
    dict(seed=9, resolution=56, batchNorm=False, gap=False, lr=0.01, momentum=0.0, weightDecay=0.0),
    dict(seed=1, resolution=32, batchNorm=True, gap=True, lr=0.01, momentum=0.9, weightDecay=0.0005),
)
TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Trainer.Tests/Recorded/parity.json"


def network(case):
    layers, channels = [], 1
    for convolutions, multiple in BLOCKS:
        for _ in range(convolutions):
            layers.append(nn.Conv2d(channels, WIDTH * multiple, 3, padding=1))
            channels = WIDTH * multiple
            layers += [nn.BatchNorm2d(channels)] if case["batchNorm"] else []
            layers.append(nn.ReLU())
        layers.append(nn.MaxPool2d(2))
    if case["gap"]:
        return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES))
    inputs = channels * (case["resolution"] // 32) ** 2
    head = (nn.Flatten(), nn.Linear(inputs, DENSE), nn.ReLU(), nn.Linear(DENSE, DENSE), nn.ReLU(), nn.Linear(DENSE, CLASSES))
    return nn.Sequential(*layers, *head)


def set_weights(model, seed):
    """Xavier-uniform weights and PyTorch's default biases; normalization keeps its ones and zeros."""
    index = 0
    for module in model:
        if not isinstance(module, (nn.Conv2d, nn.Linear)):
            continue
        fan_in = module.weight[0].numel()
        fan_out = module.weight.shape[0] * module.weight[0][0].numel()
        for tensor, bound in ((module.weight, GAIN * math.sqrt(6 / (fan_in + fan_out))), (module.bias, 1 / math.sqrt(fan_in))):
            values = uniform(seed, "weights", index, tensor.numel(), bound)
            tensor.data.copy_(torch.from_numpy(values).reshape(tensor.shape))
            index += 1


def batch(seed, step, resolution):
    """Noise in the band of rows that belongs to the class, on black."""
    labels = (bits(seed, "labels", step, BATCH) % np.uint64(CLASSES)).astype(np.int64)
    noise = (bits(seed, "pixels", step, BATCH * resolution * resolution) >> np.uint64(56)).astype(np.float32)
    bands = np.arange(resolution) * CLASSES // resolution == labels[:, None]  # (N, R)
    pixels = noise.reshape(BATCH, 1, resolution, resolution) * bands[:, None, :, None]
    return torch.from_numpy(pixels / np.float32(255)), torch.from_numpy(labels)


def losses(case, threads, disturb=False):
    torch.set_num_threads(threads)
    model = network(case)
    set_weights(model, case["seed"])
    if disturb:
        for tensor in model.parameters():
            tensor.data.mul_(1 + 1e-7 * torch.randn_like(tensor))
    optimizer = torch.optim.SGD(model.parameters(), lr=case["lr"], momentum=case["momentum"], weight_decay=case["weightDecay"])
    recorded = []
    for step in range(STEPS):
        images, labels = batch(case["seed"], step, case["resolution"])
        loss = nn.functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        recorded.append(loss.item())
    return recorded


def sensitivity(case, plain):
    """How far PyTorch is from itself: at 2 threads, and from weights that differ by 1e-7.

    Where two values of a pooling window are nearly equal, rounding picks the winner and the losses part company. The
    seeds above are some where that does not happen, so that a difference is a difference of the programs.
    """
    others = [losses(case, threads=2)] + [losses(case, threads=1, disturb=True) for _ in range(DISTURBED)]
    return max(abs(one - two) for other in others for one, two in zip(plain, other))


if __name__ == "__main__":
    recorded = []
    for case in CASES:
        plain = losses(case, threads=1)
        print(case, "from", plain[0], "to", plain[-1], "sensitivity", sensitivity(case, plain))
        recorded.append({**case, "losses": plain})
    TARGET.write_text(json.dumps({"torch": torch.__version__, "cases": recorded}, indent=1) + "\n")
