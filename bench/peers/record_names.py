"""Records the state-dict names and shapes of torchvision's models: tests/VggSweep.Trainer.Tests/Recorded/names.json.

Run with Debian's python3-torchvision: python3 bench/peers/record_names.py
"""
import json
import pathlib

import torchvision

MODELS = ("vgg11", "vgg11_bn", "vgg13", "vgg16", "vgg19", "alexnet")
TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Trainer.Tests/Recorded/names.json"

if __name__ == "__main__":
    recorded = {}
    for name in MODELS:
        model = getattr(torchvision.models, name)(init_weights=False) if name != "alexnet" else torchvision.models.alexnet()
        recorded[name] = {key: list(tensor.shape) for key, tensor in model.state_dict().items()}
    lines = [f' "{name}": {json.dumps(tensors)}' for name, tensors in recorded.items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")
