"""The random numbers of VggSweep.Core.SeededRandom, so that both sides compute weights and batches instead of storing them."""
import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def _mix(z):
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def bits(seed, purpose, index, count):
    """The first `count` 64-bit numbers of SeededRandom.For(seed, purpose, index)."""
    with np.errstate(over="ignore"):
        start = np.uint64(14695981039346656037)
        for letter in purpose:
            start = (start ^ np.uint64(ord(letter))) * np.uint64(1099511628211)
        start = _mix((start ^ np.uint64(seed)) + GOLDEN) ^ np.uint64(index)
        start = _mix(start + GOLDEN)
        return _mix(start + GOLDEN * np.arange(1, count + 1, dtype=np.uint64))


def uniform(seed, purpose, index, count, bound):
    """fp32 in [-bound, bound): 24 bits of each number, exact until the last product."""
    unit = (bits(seed, purpose, index, count) >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)
    return (2 * unit - 1) * np.float32(bound)
