"""Records what PyTorch and Pillow compute, for the tests of the trainer to compare with.

Debian's python3-torch and python3-pil; run as: /usr/bin/python3 record_training.py OUTPUT_FOLDER
Weights, images and labels come from a generator that the tests repeat, so only results are stored.
"""
import json
import sys

import numpy
import torch
from PIL import Image

MASK = (1 << 64) - 1


class SplitMix64:
    """Steele, Lea and Flood 2014; the same integers as the tests' own."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def floats(self, count):
        """Uniform in [-1, 1), 24 bits: exact in single precision."""
        return numpy.array([(self.next() >> 40) / 2.0**23 - 1 for _ in range(count)], dtype=numpy.float32)


def network(blocks, resolution, dense):
    layers, channels, side = [], 1, resolution
    for convolutions, width in blocks:
        for _ in range(convolutions):
            layers += [torch.nn.Conv2d(channels, width, 3, padding=1), torch.nn.ReLU()]
            channels = width
        layers.append(torch.nn.MaxPool2d(2, 2))
        side //= 2
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(channels * side * side, dense), torch.nn.ReLU(),
                               torch.nn.Linear(dense, dense), torch.nn.ReLU(), torch.nn.Linear(dense, 10))


def losses(blocks, resolution, dense, steps=20, batch=16, lr=0.01, momentum=0.9, weight_decay=0.001):
    random = SplitMix64(2014)
    net = network(blocks, resolution, dense)
    with torch.no_grad():
        for parameter in net.parameters():
            # Xavier's bound with a gain of 1.5, so that the loss moves within 20 steps; biases begin at zero.
            receptive = parameter[0][0].numel() if parameter.dim() == 4 else 1
            scale = 1.5 * (6.0 / (sum(parameter.shape[:2]) * receptive)) ** 0.5 if parameter.dim() > 1 else 0.0
            values = random.floats(parameter.numel())
            parameter.copy_(torch.from_numpy(values * numpy.float32(scale)).reshape(parameter.shape))
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum, weight_decay=weight_decay)
    result = []
    for _ in range(steps):
        images = torch.from_numpy(random.floats(batch * resolution * resolution)).reshape(batch, 1, resolution, resolution)
        labels = torch.tensor([random.next() % 10 for _ in range(batch)])
        loss = torch.nn.functional.cross_entropy(net(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        result.append(loss.item())
    return result


def pixels(resolution):
    random = SplitMix64(28)
    image = Image.fromarray(numpy.array([random.next() & 255 for _ in range(28 * 28)], dtype=numpy.uint8).reshape(28, 28))
    return numpy.asarray(image.resize((resolution, resolution), Image.BILINEAR)).reshape(-1).tolist()


def main(folder):
    blocks = [[1, 8], [1, 16]]
    with open(f"{folder}/losses.json", "w", encoding="utf-8") as file:
        json.dump({"torch": torch.__version__, "blocks": blocks, "dense": 32,
                   "losses": {str(resolution): losses(blocks, resolution, 32) for resolution in (28, 32)}}, file, indent=1)
        file.write("\n")
    with open(f"{folder}/pixels.json", "w", encoding="utf-8") as file:
        json.dump({str(resolution): pixels(resolution) for resolution in (14, 32, 56, 224)}, file, separators=(",", ":"))
        file.write("\n")


main(sys.argv[1])
