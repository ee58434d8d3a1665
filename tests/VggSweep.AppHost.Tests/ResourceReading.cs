namespace VggSweep.AppHost.Tests;

/// <summary>What the model says of a resource.</summary>
internal static class ResourceReading
{
    public static string[] WaitsOf(this IResource resource) =>
        [.. resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).Distinct().Order(StringComparer.Ordinal)];

    public static ResourceCommandAnnotation Command(this IResource resource, string name) =>
        resource.Annotations.OfType<ResourceCommandAnnotation>().Single(command => command.Name == name);
}
