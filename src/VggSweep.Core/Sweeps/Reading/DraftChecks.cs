using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>What must hold between the values of a sweep. Each mistake is noted once, at the value that it concerns.</summary>
internal static class DraftChecks
{
    public static void Note(SpecDraft draft, SpecErrors errors)
    {
        NoteTwice(draft, errors);
        NoteImages(draft, errors);
        NoteBatches(draft, errors);
        Samplers.Table.Note(draft.Spec.Search.Sampler, draft.Search, draft, errors);
        Schedulers.Table.Note(draft.Spec.Scheduler, draft.Root, draft, errors);
    }

    private static void NoteTwice(SpecDraft draft, SpecErrors errors)
    {
        foreach (var space in draft.Spaces.Where(space => draft.Fixed.ContainsKey(space.Space.Key)))
        {
            var key = space.Space.Key;
            errors.Add(
                space.At, $"parameters.{key}", $"parameters.{key} is also set as {draft.Network.PathOf(key)}",
                "keep one of the two");
        }
    }

    private static void NoteImages(SpecDraft draft, SpecErrors errors)
    {
        var training = draft.Spec.Training;
        if (training.CountTrainingImages() >= 1
            && training.CountTrainingImages() + training.ValidationImages <= TrainingSpec.AvailableImages)
        {
            return;
        }

        var message = training.Images is { } images
            ? $"training.images {images:N0} and validationImages {training.ValidationImages:N0} exceed the "
                + $"{TrainingSpec.AvailableImages:N0} available"
            : $"training.validationImages {training.ValidationImages:N0} leaves no image to train on";
        errors.Add(draft.Root.Find("training")!, "training", message, training.Images is null ? "lower it" : "lower one of them");
    }

    private static void NoteBatches(SpecDraft draft, SpecErrors errors)
    {
        var images = draft.Spec.Training.CountTrainingImages();
        var place = draft.Root.Find("training") ?? draft.Root.At;
        foreach (var batch in draft.CandidatesOrDefault("batchSize", place).Where(batch => (long)batch.Value > images && images >= 1))
        {
            errors.Add(
                batch.At, batch.Path, $"{batch.Path} {batch.Value} is more than the {images:N0} training images",
                "lower batchSize or raise training.images");
        }
    }
}
