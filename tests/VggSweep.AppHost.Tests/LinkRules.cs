namespace VggSweep.AppHost.Tests;

/// <summary>The URL column of the dashboard.</summary>
public sealed class LinkRules
{
    private readonly IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions { DisableDashboard = true });

    [Fact]
    public async Task The_coordinator_shows_its_api_grafana_and_the_grains_and_no_endpoint_of_silos()
    {
        var grafana = At(builder.AddContainer("grafana", "grafana/grafana").WithHttpEndpoint(targetPort: 3000), 3000);
        var coordinator = At(builder.AddResource(new ProjectResource("coordinator")).WithHttpEndpoint(), 5080);
        Assert.Equal(
            [("API", "http://localhost:5080/reference"), ("Grafana", "http://localhost:3000"),
                ("Orleans dashboard", "http://localhost:5080/orleans")],
            await ColumnOfAsync(coordinator.WithLinks(grafana)));
    }

    [Fact]
    public async Task Without_Grafana_nothing_names_it()
    {
        var coordinator = At(builder.AddResource(new ProjectResource("coordinator")).WithHttpEndpoint(), 5080);
        Assert.Equal(["API", "Orleans dashboard"], (await ColumnOfAsync(coordinator.WithLinks())).Select(link => link.Text));
    }

    [Fact]
    public async Task A_worker_shows_its_metrics_alone()
    {
        var worker = At(builder.AddResource(new ProjectResource("worker-1")).WithHttpEndpoint(), 6000);
        Assert.Equal([("Metrics", "http://localhost:6000/metrics")], await ColumnOfAsync(worker.WithMetricsLink()));
    }

    private static IResourceBuilder<T> At<T>(IResourceBuilder<T> resource, int port)
        where T : IResourceWithEndpoints
    {
        var http = resource.Resource.Annotations.OfType<EndpointAnnotation>().Single();
        http.AllocatedEndpoint = new AllocatedEndpoint(http, "localhost", port);
        return resource;
    }

    /// <summary>What Aspire makes of the endpoints and the callbacks, in the order in which the dashboard shows it.</summary>
    private async Task<IReadOnlyList<(string? Text, string Url)>> ColumnOfAsync(IResourceBuilder<ProjectResource> program)
    {
        List<ResourceUrlAnnotation> links =
        [
            new() { Url = program.GetEndpoint("http").Url, Endpoint = program.GetEndpoint("http") },
            Silo("orleans-silo", 11111), Silo("orleans-gateway", 30000),
        ];
        var context = new ResourceUrlsCallbackContext(builder.ExecutionContext, program.Resource, links);
        foreach (var callback in program.Resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            await callback.Callback(context);
        }

#pragma warning disable CS0618 // A later Aspire turns the field into a property.
        return
        [
            .. links.Where(link => link.DisplayLocation is UrlDisplayLocation.SummaryAndDetails)
                .OrderByDescending(link => link.DisplayOrder ?? 0).Select(link => (link.DisplayText, link.Url)),
        ];
#pragma warning restore CS0618

        ResourceUrlAnnotation Silo(string name, int port)
        {
            var endpoint = new EndpointAnnotation(System.Net.Sockets.ProtocolType.Tcp, name: name, uriScheme: "tcp", port: port);
            program.WithAnnotation(endpoint);
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port);
            return new ResourceUrlAnnotation { Url = $"tcp://localhost:{port}", Endpoint = program.GetEndpoint(name) };
        }
    }
}
