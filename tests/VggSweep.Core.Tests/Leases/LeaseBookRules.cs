using CsCheck;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Leases;

public sealed class LeaseBookRules
{
    private const int Trials = 4;
    private const long Small = 1L << 30;

    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(10);
    private static readonly string[] Sweeps = ["a", "b", "c"];

    private static readonly WorkerOffer[] Offers =
    [
        Offer("one", "avx2", 4 * Small, "fast"), Offer("two", "avx512", Small), Offer("three", "avx2", Small, "fast"),
    ];

    private enum Call
    {
        Queue,
        Take,
        Grant,
        PutBack,
        Refuse,
        Release,
        ReleaseOld,
        Withdraw,
        WithdrawOne,
    }

    /// <summary>
    /// Any calls in any order: what is given was queued and suits, nothing is given twice, caps hold, and an old fence
    /// changes nothing.
    /// </summary>
    [Fact]
    public void A_trial_waits_at_most_once_and_is_held_at_most_once()
    {
        var step = Gen.Select(
            Gen.Enum<Call>(), Gen.Int[0, Sweeps.Length - 1], Gen.Int[1, Trials], Gen.Int[0, Offers.Length - 1],
            Gen.Int[0, 3_000]);
        step.Array[1, 80].Sample(steps =>
        {
            var model = new Model();
            foreach (var (call, sweep, trial, offer, pause) in steps)
            {
                model.Step(call, Sweeps[sweep], trial, Offers[offer], pause);
                model.Check();
            }
        }, iter: 2_000);
    }

    [Fact]
    public void The_higher_priority_goes_first_and_equals_take_turns()
    {
        var book = BookWith(("low", 0), ("even", 1), ("odd", 1));
        var taken = Enumerable.Range(0, 10).Select(_ => book.Take(Offers[0], 0)!.Sweep).ToList();
        Assert.Equal(["even", "odd", "even", "odd", "even", "odd", "even", "odd"], taken.Take(8));
        Assert.Equal(["low", "low"], taken.Skip(8));
    }

    [Fact]
    public void Begun_trials_go_before_fresh_ones_and_the_longest_of_each_first()
    {
        var book = BookWith();
        book.Queue("s", Terms(0), [Trial("s", 1, 0, 5), Trial("s", 2, 0, 9), Trial("s", 3, 2, 1), Trial("s", 4, 1, 3)], 0);
        Assert.Equal([4, 3, 2, 1], Enumerable.Range(0, 4).Select(_ => book.Take(Offers[0], 0)!.Trial));
    }

    [Fact]
    public void An_exact_trial_waits_for_its_arithmetic_however_long_that_takes()
    {
        var book = BookWith();
        book.Queue("s", Terms(0) with { Resume = ResumeRule.Exact }, [Trial("s", 1, 1, 1) with { Begun = Offers[1].Numerics }], 0);
        book.Workers.Saw(Offers[0], 1_000_000);
        Assert.Null(book.Take(Offers[0], 1_000_000));
        book.Workers.Saw(Offers[1], 1_000_000);
        Assert.Equal(1, book.Take(Offers[1], 1_000_000)?.Trial);
    }

    [Fact]
    public void Another_arithmetic_is_taken_after_a_lease_s_time_when_the_sweep_allows_it()
    {
        var book = BookWith();
        book.Queue("s", Terms(0), [Trial("s", 1, 1, 1) with { Begun = Offers[1].Numerics }], 0);
        Assert.Null(book.Take(Offers[0], 0));
        book.Workers.Saw(Offers[0], 10_000);
        book.Workers.Saw(Offers[1], 10_000);
        Assert.Equal(1, book.Take(Offers[0], 10_000)?.Trial);
    }

    [Fact]
    public void A_late_message_with_an_older_fence_does_not_replace_what_waits()
    {
        var book = BookWith();
        book.Queue("s", Terms(0), [Trial("s", 1, 3, 1)], 0);
        book.Queue("s", Terms(0), [Trial("s", 1, 2, 1)], 0);
        Assert.Equal(3, book.Take(Offers[0], 0)!.Fence);
    }

    [Fact]
    public void A_fresh_sweep_cannot_claim_the_time_before_it_came()
    {
        var book = BookWith(("old", 0));
        for (var now = 0; now < 40_000; now += 10_000)
        {
            book.Workers.Saw(Offers[0], now);
            var taken = book.Take(Offers[0], now)!;
            book.Grant(new LeaseKey(taken.Sweep, taken.Trial, 1));
            book.Release(new LeaseKey(taken.Sweep, taken.Trial, 1), taken with { Fence = 1 }, now + 9_999);
        }

        book.Queue("new", Terms(0), [.. Enumerable.Range(1, Trials).Select(trial => Trial("new", trial, 0, 1))], 40_000);
        book.Workers.Saw(Offers[0], 40_000);
        var turns = Enumerable.Range(0, 4).Select(_ => book.Take(Offers[0], 40_000)!.Sweep).ToList();

        // It starts where the old one's last attempt did, 10 s behind: two turns of 10 s, not four.
        Assert.Equal(["new", "new", "old", "new"], turns);
    }

    [Fact]
    public void Whoever_holds_a_lease_lives_only_as_the_process_that_got_it()
    {
        var (book, key) = (BookWith(("a", 0)), new LeaseKey("a", 1, 1));
        var worker = Offers[0];
        Assert.Equal(1, book.Take(worker, 0)!.Trial);
        book.Grant(key);
        Assert.True(book.IsHolderAlive(key, 9_999));
        Assert.False(book.IsHolderAlive(key, 10_000));
        book.Workers.Saw(worker, 10_000);
        Assert.True(book.IsHolderAlive(key, 10_000));
        Assert.False(book.IsHolderAlive(key with { Fence = 2 }, 10_000));
        book.Workers.Saw(worker with { Silo = "its next process" }, 10_001);
        Assert.False(book.IsHolderAlive(key, 10_001));
        Assert.Equal([key], book.HeldOn(silo => silo == "silo"));
    }

    private static LeaseBook BookWith(params (string Sweep, int Priority)[] sweeps)
    {
        var book = new LeaseBook(Ttl);
        Array.ForEach(Offers, offer => book.Workers.Saw(offer, 0));
        foreach (var (sweep, priority) in sweeps)
        {
            book.Queue(sweep, Terms(priority), [.. Enumerable.Range(1, Trials).Select(trial => Trial(sweep, trial, 0, 1))], 0);
        }

        return book;
    }

    private static QueuedTrial Trial(string sweep, int trial, long fence, double macs) => new(sweep, trial, fence, macs);

    private static SweepTerms Terms(int priority, int? slots = null, params string[] labels) =>
        new(slots, 2, null, priority, labels, ResumeRule.Any);

    private static WorkerOffer Offer(string name, string instructionSet, long memory, params string[] labels) =>
        new(name, "silo", new Numerics("cpu", instructionSet, "2.10", 1, "fp32"), memory, labels);

    /// <summary>The book beside sets that say what waits and what is held.</summary>
    private sealed class Model
    {
        private readonly LeaseBook book = new(Ttl);
        private readonly Dictionary<(string Sweep, int Trial), QueuedTrial> waiting = [];
        private readonly Dictionary<(string Sweep, int Trial), (QueuedTrial Taken, LeaseKey? Key)> held = [];
        private readonly HashSet<string> open = [];
        private readonly Dictionary<(string Sweep, int Trial), long> fences = [];
        private long now;

        public void Step(Call call, string sweep, int trial, WorkerOffer offer, int pause)
        {
            now += pause;
            var at = (sweep, trial);
            switch (call)
            {
                case Call.Queue:
                    var queued = Of(sweep, trial);
                    book.Queue(sweep, TermsOf(sweep), [queued], now);
                    open.Add(sweep);
                    if (!held.ContainsKey(at))
                    {
                        waiting[at] = queued;
                    }

                    break;
                case Call.Take:
                    Array.ForEach(Offers, each => book.Workers.Saw(each, now));
                    Take(book.Take(offer, now), offer);
                    break;
                case Call.Grant when held.TryGetValue(at, out var taken) && taken.Key is null:
                    var key = new LeaseKey(sweep, trial, taken.Taken.Fence + 1);
                    fences[at] = key.Fence;
                    book.Grant(key);
                    held[at] = (taken.Taken, key);
                    break;
                case Call.PutBack or Call.Refuse when held.TryGetValue(at, out var taken) && taken.Key is null:
                    book.PutBack(taken.Taken, again: call is Call.PutBack, now);
                    Return(at, call is Call.PutBack ? taken.Taken : null);
                    break;
                case Call.Release when held.TryGetValue(at, out var taken) && taken.Key is { } ended:
                    Assert.NotNull(book.Release(ended, Of(sweep, trial), now));
                    Return(at, Of(sweep, trial));
                    break;
                case Call.ReleaseOld when held.TryGetValue(at, out var taken) && taken.Key is { } newest:
                    Assert.Null(book.Release(newest with { Fence = newest.Fence - 1 }, Of(sweep, trial), now));
                    break;
                case Call.Withdraw:
                    book.Withdraw(sweep);
                    open.Remove(sweep);
                    waiting.Keys.Where(each => each.Sweep == sweep).ToList().ForEach(each => waiting.Remove(each));
                    break;
                case Call.WithdrawOne:
                    book.Withdraw(sweep, trial);
                    waiting.Remove(at);
                    break;
            }
        }

        public void Check()
        {
            Assert.Equal(waiting.Count, book.Waiting);
            Assert.All(Sweeps, sweep => Assert.Equal(open.Contains(sweep), book.WaitingOf(sweep) is not null));
            Assert.Equal(
                held.Values.Select(taken => taken.Key).OfType<LeaseKey>().ToHashSet(),
                book.ViewWorkers(now).SelectMany(worker => worker.Holds).ToHashSet().Union(HeldByGone()).ToHashSet());
            Assert.All(
                Sweeps,
                sweep => Assert.True(held.Keys.Count(each => each.Sweep == sweep) <= (TermsOf(sweep).Slots ?? int.MaxValue)));
        }

        private IEnumerable<LeaseKey> HeldByGone() =>
            book.ViewWorkers(now).Count == Offers.Length ? [] : held.Values.Select(taken => taken.Key).OfType<LeaseKey>();

        private void Take(QueuedTrial? taken, WorkerOffer offer)
        {
            if (taken is null)
            {
                // Fresh trials have no preference, so one that suits and has room is never passed over.
                Assert.DoesNotContain(waiting.Values, trial => trial.Fence == 0 && Suits(trial, offer) && HasRoom(trial.Sweep));
                return;
            }

            var at = (taken.Sweep, taken.Trial);
            Assert.True(waiting.Remove(at));
            Assert.False(held.ContainsKey(at));
            Assert.True(Suits(taken, offer) && HasRoom(taken.Sweep));
            Assert.DoesNotContain(waiting.Values, trial =>
                trial.Fence == 0 && Suits(trial, offer) && HasRoom(trial.Sweep)
                    && TermsOf(trial.Sweep).Priority > TermsOf(taken.Sweep).Priority);
            held[at] = (taken, null);
        }

        private void Return((string Sweep, int Trial) at, QueuedTrial? again)
        {
            held.Remove(at);
            if (again is not null && open.Contains(at.Sweep))
            {
                waiting[at] = again;
            }
        }

        private bool HasRoom(string sweep) => held.Keys.Count(each => each.Sweep == sweep) < (TermsOf(sweep).Slots ?? int.MaxValue);

        private static bool Suits(QueuedTrial trial, WorkerOffer offer) =>
            trial.MemoryBytes <= offer.MemoryBytes && TermsOf(trial.Sweep).Labels.All(offer.Labels.Contains);

        private QueuedTrial Of(string sweep, int trial) => new(
            sweep, trial, fences.GetValueOrDefault((sweep, trial)), trial, trial % 2 == 0 ? 2 * Small : Small / 2,
            fences.ContainsKey((sweep, trial)) ? Offers[0].Numerics : null);

        private static SweepTerms TermsOf(string sweep) => sweep switch
        {
            "a" => Terms(0),
            "b" => Terms(1, slots: 2),
            _ => Terms(1, null, "fast"),
        };
    }
}
