"""Records images as the chapter's pipeline resizes them: tests/VggSweep.Trainer.Tests/Recorded/pixels.bin.gz.

Two images of 28x28 bytes (the first test image of Fashion-MNIST, and noise), then both at each resolution in turn.
Run with Debian's python3-torchvision: python3 bench/peers/record_pixels.py
"""
import gzip
import pathlib

import numpy as np
from PIL import Image
from torchvision.transforms import Resize

from splitmix import bits

RESOLUTIONS = (28, 32, 56, 84, 224, 20)
SOURCE = "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz"
TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Trainer.Tests/Recorded/pixels.bin.gz"

if __name__ == "__main__":
    first = np.frombuffer(gzip.open(SOURCE).read(16 + 784)[16:], dtype=np.uint8)
    noise = (bits(7, "pixels", 0, 784) >> np.uint64(56)).astype(np.uint8)
    images = [image.reshape(28, 28) for image in (first, noise)]
    recorded = b"".join(image.tobytes() for image in images)
    for resolution in RESOLUTIONS:
        resize = Resize((resolution, resolution))
        recorded += b"".join(np.asarray(resize(Image.fromarray(image))).tobytes() for image in images)
    TARGET.write_bytes(gzip.compress(recorded, mtime=0))
