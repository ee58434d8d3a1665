using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace VggSweep.AppHost.Tests;

/// <summary>The AppHost's model, made and not started.</summary>
internal static class Given
{
    public static async Task<DistributedApplication> ModelAsync(params string[] arguments) =>
        await (await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(arguments)).BuildAsync();

    public static IReadOnlyList<IResource> Resources(this DistributedApplication app) => [.. app.Services.GetRequiredService<DistributedApplicationModel>().Resources];

    public static T Resource<T>(this DistributedApplication app, string name)
        where T : IResource => app.Resources().OfType<T>().Single(resource => resource.Name == name);

    public static string[] WaitsOf(this IResource resource) =>
        [.. resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).Distinct().Order(StringComparer.Ordinal)];

    public static ResourceCommandAnnotation Command(this IResource resource, string name) =>
        resource.Annotations.OfType<ResourceCommandAnnotation>().Single(command => command.Name == name);

    /// <summary>The environment as the model says it: what is known only when it runs stays an expression.</summary>
    public static async Task<Dictionary<string, string>> EnvironmentAsync(this DistributedApplication app, string name)
    {
        var context = new EnvironmentCallbackContext(app.Services.GetRequiredService<DistributedApplicationExecutionContext>(), app.Resource<IResource>(name));
        foreach (var annotation in app.Resource<IResource>(name).Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return context.EnvironmentVariables.ToDictionary(pair => pair.Key, pair => pair.Value switch
        {
            string text => text,
            IManifestExpressionProvider expression => expression.ValueExpression,
            var other => $"{other}",
        });
    }
}
