using OpenTelemetry.Trace;
using VggSweep.Core.Telemetry;

namespace VggSweep.ServiceDefaults;

/// <summary>Keeps a share of the traces, and of failed trials all.</summary>
/// <param name="share">Of the others, 0 to 1.</param>
internal sealed class FailedTrialsSampler(double share) : Sampler
{
    private readonly TraceIdRatioBasedSampler others = new(share);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Tags?.Any(tag => tag is { Key: TrialTrace.Failed, Value: true }) is true
            ? new SamplingResult(SamplingDecision.RecordAndSample)
            : others.ShouldSample(samplingParameters);
}
