using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Core.Leases;
using VggSweep.Core.Telemetry;
using VggSweep.Core.Trials;
using VggSweep.Worker.Telemetry;

namespace VggSweep.Telemetry.Tests;

/// <summary>A trial has one trace, whoever adds to it.</summary>
public sealed class Traces : IDisposable
{
    private readonly List<Activity> told = [];
    private readonly ActivityListener listener;
    private readonly FakeTimeProvider time = new();

    public Traces()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TrialTrace.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = told.Add,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    [Fact]
    public void Coordinator_and_worker_add_to_the_same_trace()
    {
        TrialTrace.Tell("queue", TrialTrace.OfTrial("sweep", 7), time.GetUtcNow(), TimeSpan.FromSeconds(3));
        new AttemptTrace(new LeaseKey("sweep", 7, 2), "worker", time).End(new TrialOutcome.Released());
        Assert.Equal(["queue", "lease"], told.Select(span => span.OperationName));
        Assert.Single(told.Select(span => span.TraceId).Distinct());
        Assert.NotEqual(TrialTrace.OfTrial("sweep", 8).TraceId, told[0].TraceId);
    }

    [Fact]
    public void The_spans_of_an_attempt_lie_where_they_were_within_its_lease()
    {
        var begun = time.GetUtcNow();
        var trace = new AttemptTrace(new LeaseKey("sweep", 1, 1), "worker", time);
        time.Advance(TimeSpan.FromSeconds(2));
        trace.TookAll("data");
        time.Advance(TimeSpan.FromSeconds(10));
        trace.Took("epoch", TimeSpan.FromSeconds(9), epoch: 1);
        trace.End(new TrialOutcome.Released());
        var lease = Assert.Single(told, span => span.OperationName == "lease");
        Assert.Equal(TimeSpan.FromSeconds(12), lease.Duration);
        var epoch = Assert.Single(told, span => span.OperationName == "epoch");
        Assert.Equal((begun.AddSeconds(3).UtcDateTime, TimeSpan.FromSeconds(9)), (epoch.StartTimeUtc, epoch.Duration));
        Assert.All(told.Where(span => span != lease), span => Assert.Equal(lease.SpanId, span.ParentSpanId));
        Assert.Equal(1, epoch.GetTagItem("epoch"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_span_of_an_attempt_says_whether_it_failed(bool failed)
    {
        var trace = new AttemptTrace(new LeaseKey("sweep", 1, 1), "worker", time);
        trace.Took("epoch", TimeSpan.Zero, epoch: 1);
        trace.End(failed ? new TrialOutcome.Diverged(1, 1) : new TrialOutcome.Cancelled());
        Assert.Equal(2, told.Count);
        Assert.All(told, span => Assert.Equal(failed, span.GetTagItem(TrialTrace.Failed)));
    }

    [Fact]
    public void The_sweeps_trace_leads_to_the_trials()
    {
        TrialTrace.Tell("trial 1", TrialTrace.OfSweep("sweep"), time.GetUtcNow(), TimeSpan.Zero, link: TrialTrace.OfTrial("sweep", 1));
        Assert.Equal(TrialTrace.OfTrial("sweep", 1).TraceId, Assert.Single(Assert.Single(told).Links).Context.TraceId);
    }
}
