using System.Diagnostics;
using OpenTelemetry;

namespace VggSweep.Telemetry.Tests;

/// <summary>Tells of the server's spans when they end, as an exporter would.</summary>
internal sealed class EndedSpans(Action<Activity> ended) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Kind is ActivityKind.Server)
        {
            ended(data);
        }
    }
}
