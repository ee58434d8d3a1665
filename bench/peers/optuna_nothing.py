"""Optuna's own loop with an objective that does nothing, on a shared study: optuna_nothing.py TRIALS WORKERS URL.

Prints trials a second over all worker processes, the time of their start left out.
"""
import multiprocessing
import sys
import time

import optuna


def work(url, name, trials, ready, go):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.load_study(study_name=name, storage=url, sampler=optuna.samplers.RandomSampler())
    ready.release()
    go.wait()
    study.optimize(objective, n_trials=trials)


def objective(trial):
    trial.suggest_int("seed", 1, 1_000_000_000)
    trial.report(0.5, 1)
    return 0.5


def main():
    trials, workers, url = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    optuna.create_study(study_name="nothing", storage=url)
    ready, go = multiprocessing.Semaphore(0), multiprocessing.Event()
    share = trials // workers
    processes = [multiprocessing.Process(target=work, args=(url, "nothing", share, ready, go)) for _ in range(workers)]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire()
    begun = time.perf_counter()
    go.set()
    for process in processes:
        process.join()
    print(share * workers / (time.perf_counter() - begun))


if __name__ == "__main__":
    main()
