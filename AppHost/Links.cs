namespace VggSweep.AppHost;

/// <summary>The URL column: pages only, the most useful first.</summary>
internal static class Links
{
    private const string Api = "API";
    private const string Grafana = "Grafana";
    private const string Orleans = "Orleans dashboard";

    private static readonly string[] Order = ["Metrics", Orleans, Grafana, Api];

    /// <summary>
    /// The API by its reference, Grafana where it runs, and Orleans' dashboard. In Compose each wants its own password
    /// or key.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithLinks(
        this IResourceBuilder<ProjectResource> coordinator, IResourceBuilder<IResourceWithEndpoints>? grafana = null)
    {
        coordinator.WithUrl($"{coordinator.GetEndpoint("http")}/orleans", Orleans);
        if (grafana is not null)
        {
            coordinator.WithUrl($"{grafana.GetEndpoint("http")}", Grafana);
        }

        return coordinator.WithUrls(links => Arrange(links, Api, "/reference"));
    }

    /// <summary>A worker has no page but what Prometheus reads.</summary>
    public static IResourceBuilder<ProjectResource> WithMetricsLink(this IResourceBuilder<ProjectResource> worker) =>
        worker.WithUrls(links => Arrange(links, "Metrics", "/metrics"));

    /// <summary>No browser opens the endpoints of silos and gateways: they stay in the details.</summary>
    /// <param name="text">What the HTTP endpoint is called.</param>
    /// <param name="path">The page that it opens.</param>
    private static void Arrange(ResourceUrlsCallbackContext links, string text, string path)
    {
        foreach (var link in links.Urls)
        {
            if (link.Endpoint?.Scheme != "http")
            {
                link.DisplayLocation = UrlDisplayLocation.DetailsOnly;
            }
            else if (string.IsNullOrEmpty(link.DisplayText))
            {
                (link.DisplayText, link.Url) = (text, $"{link.Endpoint.Url}{path}");
            }

#pragma warning disable CS0618 // A later Aspire turns the field into a property; nothing else orders links.
            link.DisplayOrder = Array.IndexOf(Order, link.DisplayText);
#pragma warning restore CS0618
        }
    }
}
