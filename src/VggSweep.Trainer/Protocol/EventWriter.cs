using System.Text;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Protocol;

/// <summary>Writes events, a whole line at once.</summary>
internal sealed class EventWriter(Stream output)
{
    private readonly Lock gate = new();

    public void Write(TrainerEvent happened)
    {
        var line = Encoding.UTF8.GetBytes(TrainerProtocol.Write(happened) + "\n");
        lock (gate)
        {
            output.Write(line);
        }
    }
}
