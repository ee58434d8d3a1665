using System.IO.Compression;
using System.Text.Json;
using VggSweep.Core.Api;

namespace VggSweep.Coordinator.Api;

/// <summary>
/// Large answers that several readers ask for again and again. One is made and compressed at a time, for all who ask
/// meanwhile, and is given again for ten times as long as it took: readers cost recording a tenth of a core at most.
/// </summary>
internal sealed class SharedAnswers(TimeProvider time)
{
    private const int Reuse = 10;

    /// <summary>What takes less is made anew for each caller, who may have just changed it.</summary>
    private static readonly TimeSpan Cheap = TimeSpan.FromMilliseconds(25);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Answer> answers = [];

    /// <param name="key">Of the question.</param>
    /// <param name="read">Called when no answer can be shared.</param>
    /// <returns>JSON, compressed by gzip.</returns>
    public Task<byte[]> GetAsync<T>(string key, Func<Task<T>> read)
    {
        lock (gate)
        {
            foreach (var (old, _) in answers.Where(entry => entry.Value.IsOver(time)).ToList())
            {
                answers.Remove(old);
            }

            if (!answers.TryGetValue(key, out var answer))
            {
                answers[key] = answer = new Answer();
                answer.Json = Task.Run(() => MakeAsync(answer, read));
            }

            return answer.Json;
        }
    }

    private async Task<byte[]> MakeAsync<T>(Answer answer, Func<Task<T>> read)
    {
        var begun = time.GetTimestamp();
        var value = await read();
        using var bytes = new MemoryStream();
        await using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            await JsonSerializer.SerializeAsync(compressed, value, ApiJson.Options);
        }

        var took = time.GetElapsedTime(begun);
        (answer.MadeAt, answer.Lasts) = (time.GetTimestamp(), took < Cheap ? TimeSpan.Zero : took * Reuse);
        return bytes.ToArray();
    }

    private sealed class Answer
    {
        public Task<byte[]> Json { get; set; } = null!;

        public long MadeAt { get; set; }

        public TimeSpan Lasts { get; set; }

        public bool IsOver(TimeProvider time) =>
            Json.IsCompleted && (!Json.IsCompletedSuccessfully || time.GetElapsedTime(MadeAt) >= Lasts);
    }
}
