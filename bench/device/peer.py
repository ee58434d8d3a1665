"""Images a second of the reduced VGG-11 in the machine's own PyTorch, as somebody who knows it would train it on a device.

peer.py cpu|cuda WIDTHxRESOLUTIONxBATCH... prints a line with PyTorch's version, null where there is none, then one for each cell
and precision, as JSON.
Channels last, cuDNN's benchmark, ReLU in place, the foreach optimizer, autocast for bf16. Its batches are ready on the device.
"""
import json
import pathlib
import sys
import time

try:
    import torch
except ModuleNotFoundError:
    print(json.dumps({"version": None}))
    sys.exit(0)

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE if (HERE / "vgg_steps.py").exists() else HERE.parent / "peers"))
from vgg_steps import BATCHES, CLASSES, Tuned  # noqa: E402

WARM_UPS, LEAST = 3, 0.5


class OnDevice(Tuned):
    def __init__(self, width, resolution, batch, device, in_bf16):
        images = [(torch.rand(batch, 1, resolution, resolution), torch.randint(CLASSES, (batch,))) for _ in range(BATCHES)]
        super().__init__(width, resolution, images, torch.channels_last)
        self.model.to(device)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.01, foreach=True)
        self.batches = [(image.to(device), label.to(device)) for image, label in self.batches]
        self.device, self.in_bf16 = device, in_bf16

    def step(self, number):
        images, labels = self.batches[number % BATCHES]
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.in_bf16):
            loss = torch.nn.functional.cross_entropy(self.model(images), labels)
        loss.backward()
        self.optimizer.step()
        return loss

    def seconds(self, steps):
        begun = time.perf_counter()
        for number in range(steps):
            loss = self.step(number)
        loss.item()
        return time.perf_counter() - begun


def rate(trained, batch):
    trained.seconds(WARM_UPS)
    steps = 4
    while (seconds := trained.seconds(steps)) < LEAST:
        steps *= 4
    return steps * batch / seconds


def main():
    device, cells = sys.argv[1], [tuple(map(int, cell.split("x"))) for cell in sys.argv[2:]]
    torch.backends.cudnn.benchmark = True
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    print(json.dumps({"version": torch.__version__}), flush=True)
    for width, resolution, batch in cells:
        for path in ("tf32", "bf16"):
            trained = OnDevice(width, resolution, batch, device, path == "bf16")
            row = {"width": width, "resolution": resolution, "batch": batch, "path": path, "imagesPerSecond": rate(trained, batch)}
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
