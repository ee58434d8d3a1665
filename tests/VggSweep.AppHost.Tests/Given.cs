using Aspire.Hosting.Testing;

namespace VggSweep.AppHost.Tests;

/// <summary>The AppHost's model, read and never built: disposing an application that was built and not started takes a minute.</summary>
internal sealed class Given : IAsyncDisposable
{
    private readonly IDistributedApplicationTestingBuilder builder;

    private Given(IDistributedApplicationTestingBuilder builder) => this.builder = builder;

    public IReadOnlyList<IResource> Resources => [.. builder.Resources];

    /// <param name="form">As <c>--form</c> takes it.</param>
    public static async Task<Given> ModelAsync(string form, params string[] arguments) => new(
        await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--form", form, $"--Parameters:home-folder={Path.Combine(Path.GetTempPath(), "vggsweep-model")}", .. arguments]));

    public T Resource<T>(string name)
        where T : IResource => Resources.OfType<T>().Single(resource => resource.Name == name);

    /// <summary>The environment as the model says it: what is known only when it runs stays an expression.</summary>
    public async Task<Dictionary<string, string>> EnvironmentAsync(string name)
    {
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, Resource<IResource>(name));
        foreach (var annotation in context.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
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

    public ValueTask DisposeAsync() => builder.DisposeAsync();
}
