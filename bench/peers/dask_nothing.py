"""dask.distributed with tasks that do nothing, nothing stored: dask_nothing.py TRIALS WORKERS.

Prints tasks a second, the time of the workers' start left out.
"""
import sys
import time

from distributed import Client, LocalCluster


def nothing(seed):
    return seed


def main():
    trials, workers = int(sys.argv[1]), int(sys.argv[2])
    cluster = LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with cluster, Client(cluster) as client:
        client.gather(client.map(nothing, range(workers * 4), pure=False))
        begun = time.perf_counter()
        client.gather(client.map(nothing, range(trials), pure=False))
        print(trials / (time.perf_counter() - begun))


if __name__ == "__main__":
    main()
