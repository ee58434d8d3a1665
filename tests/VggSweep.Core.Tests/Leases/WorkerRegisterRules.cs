using CsCheck;
using VggSweep.Core.Leases;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Leases;

public sealed class WorkerRegisterRules
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(10);

    private static readonly Func<string, bool> NobodyDied = _ => false;

    [Fact]
    public void Three_different_trials_that_fail_in_a_row_set_a_worker_aside()
    {
        var register = Of("a", "b");
        Assert.False(register.Note("a", "s/1", AttemptMark.Suspect, 0));
        Assert.False(register.Note("a", "s/1", AttemptMark.Suspect, 0));
        Assert.False(register.Note("a", "s/2", AttemptMark.Suspect, 0));
        Assert.True(register.Note("a", "s/3", AttemptMark.Suspect, 0));
        Assert.Equal(WorkerState.SetAside, register.StateOf("a", 0));
    }

    [Fact]
    public void A_worker_whose_machine_is_at_fault_is_set_aside_at_once_even_as_the_last_one()
    {
        var register = Of("a");
        Assert.True(register.Note("a", "s/1", AttemptMark.Broken, 0));
        Assert.Equal(WorkerState.SetAside, register.StateOf("a", 0));
        Assert.False(register.Note("a", "s/2", AttemptMark.Broken, 0));
    }

    [Fact]
    public void One_that_goes_well_forgets_the_failures()
    {
        var register = Of("a", "b");
        register.Note("a", "s/1", AttemptMark.Suspect, 0);
        register.Note("a", "s/2", AttemptMark.Suspect, 0);
        register.Note("a", "s/4", AttemptMark.Sound, 0);
        Assert.False(register.Note("a", "s/3", AttemptMark.Suspect, 0));
    }

    [Fact]
    public void A_name_is_refused_while_its_holder_lives()
    {
        var register = new WorkerRegister(Ttl);
        Assert.Null(register.Claim("a", "first", NobodyDied, 0));
        Assert.Null(register.Claim("a", "first", NobodyDied, 1));
        Assert.Equal(2, register.Claim("a", "second", NobodyDied, 3));
        register.Saw(Offer("a") with { Silo = "first" }, 4);
        Assert.Equal(1, register.Claim("a", "second", NobodyDied, 5));
        Assert.Null(register.Claim("a", "second", silo => silo is "first", 6));
    }

    [Fact]
    public void A_name_is_free_again_when_its_holder_is_silent_or_has_left()
    {
        var register = new WorkerRegister(Ttl);
        register.Claim("a", "first", NobodyDied, 0);
        Assert.Null(register.Claim("a", "second", NobodyDied, (long)Ttl.TotalMilliseconds));
        register.Saw(Offer("b") with { Silo = "first" }, 0);
        register.Remove("b");
        Assert.Null(register.Claim("b", "second", NobodyDied, 1));
    }

    [Fact]
    public void A_new_silo_under_an_old_name_is_a_new_worker()
    {
        var register = Of("a", "b");
        Assert.True(register.Drain("a", 0));
        Assert.False(register.Saw(Offer("a"), 1));
        Assert.Equal(WorkerState.Draining, register.StateOf("a", 1));
        Assert.True(register.Saw(Offer("a") with { Silo = "next" }, 2));
        Assert.Equal(WorkerState.Active, register.StateOf("a", 2));
    }

    [Fact]
    public void A_silent_worker_is_gone_after_a_lease_s_time_and_taken_once()
    {
        var register = Of("a", "b");
        register.Saw(Offer("b"), 5_000);
        Assert.Equal(WorkerState.Active, register.StateOf("a", 9_999));
        Assert.Equal(WorkerState.Gone, register.StateOf("a", 10_000));
        Assert.Equal(["a"], register.TakeGone(10_000));
        Assert.Empty(register.TakeGone(10_000));
        Assert.False(register.Drain("a", 10_000));
    }

    /// <summary>Whatever fails wherever, somebody still gets work.</summary>
    [Fact]
    public void The_last_worker_is_never_set_aside() => Gen.Select(Gen.Int[0, 2], Gen.Int[1, 6]).Array[1, 60].Sample(failures =>
    {
        string[] names = ["a", "b", "c"];
        var register = Of(names);
        foreach (var (worker, trial) in failures)
        {
            register.Note(names[worker], $"s/{trial}", AttemptMark.Suspect, 0);
        }

        Assert.Contains(names, name => register.StateOf(name, 0) is WorkerState.Active);
    });

    private static WorkerRegister Of(params string[] names)
    {
        var register = new WorkerRegister(Ttl);
        Array.ForEach(names, name => register.Saw(Offer(name), 0));
        return register;
    }

    private static WorkerOffer Offer(string name) => new(name, "silo", new Numerics("cpu", "avx2", "2.10", 1, "fp32"), 1, []);
}
