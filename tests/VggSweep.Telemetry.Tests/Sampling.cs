using System.Diagnostics;
using OpenTelemetry.Trace;
using VggSweep.Core.Telemetry;
using VggSweep.ServiceDefaults;

namespace VggSweep.Telemetry.Tests;

/// <summary>Of the traces a share is kept; who failed is kept always.</summary>
public sealed class Sampling
{
    [Theory]
    [InlineData(0, true, SamplingDecision.RecordAndSample)]
    [InlineData(0, false, SamplingDecision.Drop)]
    [InlineData(1, false, SamplingDecision.RecordAndSample)]
    public void Failed_trials_are_always_kept(double share, bool failed, SamplingDecision expected)
    {
        var parameters = new SamplingParameters(
            TrialTrace.OfTrial("sweep", 1), TrialTrace.OfTrial("sweep", 1).TraceId, "lease", ActivityKind.Internal,
            [new(TrialTrace.Failed, failed)]);
        Assert.Equal(expected, new FailedTrialsSampler(share).ShouldSample(parameters).Decision);
    }
}
