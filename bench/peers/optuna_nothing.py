"""Optuna's own loop with an objective that does nothing: optuna_nothing.py TRIALS WORKERS URL [REPORTS].

The study is in a database, shared by so many processes, or in memory of one: URL is "memory" then. Each trial reports so
many values, one by default. Prints trials a second, the time of the processes' start left out; from 1,000 trials on also
the milliseconds a trial of the first and of the last thousand, by the study's own times.
"""
import multiprocessing
import sys
import time

import optuna


def work(url, name, trials, reports, ready, go):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.load_study(study_name=name, storage=url, sampler=optuna.samplers.RandomSampler())
    ready.release()
    go.wait()
    study.optimize(lambda trial: nothing(trial, reports), n_trials=trials)


def nothing(trial, reports):
    trial.suggest_int("seed", 1, 1_000_000_000)
    for step in range(1, reports + 1):
        trial.report(0.5, step)
    return 0.5


def thousands(study):
    """Milliseconds a trial from the first to the thousandth end, and from the thousandth last to the last."""
    ends = sorted(trial.datetime_complete for trial in study.get_trials(deepcopy=False))
    return [1000 * (last - first).total_seconds() / 999 for first, last in ((ends[0], ends[999]), (ends[-1000], ends[-1]))]


def main():
    trials, workers, url = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    reports = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    if url == "memory":
        study = optuna.create_study(sampler=optuna.samplers.RandomSampler())
        begun = time.perf_counter()
        study.optimize(lambda trial: nothing(trial, reports), n_trials=trials)
        taken = time.perf_counter() - begun
    else:
        study = optuna.create_study(study_name="nothing", storage=url)
        ready, go = multiprocessing.Semaphore(0), multiprocessing.Event()
        share = trials // workers
        trials = share * workers
        processes = [multiprocessing.Process(target=work, args=(url, "nothing", share, reports, ready, go)) for _ in range(workers)]
        for process in processes:
            process.start()
        for _ in processes:
            ready.acquire()
        begun = time.perf_counter()
        go.set()
        for process in processes:
            process.join()
        taken = time.perf_counter() - begun
        if any(process.exitcode for process in processes):
            sys.exit("a process of the study failed")
    print(trials / taken, *(thousands(study) if trials >= 1000 else []))


if __name__ == "__main__":
    main()
