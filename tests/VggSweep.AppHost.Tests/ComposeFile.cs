using VggSweep.AppHost.Running;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace VggSweep.AppHost.Tests;

/// <summary><c>compose.yaml</c> describes the cluster of AppHost.cs.</summary>
public sealed class ComposeFile : IAsyncLifetime
{
    /// <summary>Keys that mean the same wherever the cluster runs; the others are the orchestrator's.</summary>
    private static readonly string[] OwnKeys =
        ["Orleans__", "VggSweep__", "ConnectionStrings__", "GF_", "PROMETHEUS_URL", "COORDINATORS", "WORKERS"];

    private readonly Dictionary<string, Dictionary<string, object>> services = Read();
    private Given app = null!;

    public async ValueTask InitializeAsync() => app = await Given.ModelAsync("containers");

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public void Services_are_the_model_s_programs_and_containers() =>
        Assert.Equal(
            Modelled().Select(resource => resource.Name).Order(StringComparer.Ordinal),
            services.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Images_are_the_model_s() => Assert.All(Modelled().OfType<ContainerResource>(), container =>
    {
        Assert.True(container.TryGetContainerImageName(out var image));
        Assert.Equal(image, services[container.Name]["image"]);
    });

    [Theory]
    [InlineData("coordinator", "VggSweep__ApiKeyHashes__0")] // Others than this machine reach it.
    [InlineData("worker-1")]
    [InlineData("worker-2")]
    [InlineData("prometheus")]
    [InlineData("grafana")]
    public async Task Programs_are_configured_by_the_same_keys(string service, params string[] more)
    {
        // Without keys only named hosts are served; the composed coordinator has a key, and whoever knows it may use any name.
        var model = (await app.EnvironmentAsync(service))
            .Where(pair => IsOwn(pair.Key) && !pair.Key.StartsWith("VggSweep__AllowedHosts", StringComparison.Ordinal)).ToDictionary();
        var composed = Environment(service).Where(pair => IsOwn(pair.Key)).ToDictionary();
        Assert.Equal(model.Keys.Concat(more).Order(StringComparer.Ordinal), composed.Keys.Order(StringComparer.Ordinal));
        string[] same = ["Orleans__Cluster", "Orleans__ServiceId", "VggSweep__Worker__Name", "VggSweep__Worker__Slots",
            "VggSweep__OrleansDashboard", "GF_PATHS_PROVISIONING"];
        Assert.All(
            model.Where(pair => same.Any(key => pair.Key.StartsWith(key, StringComparison.Ordinal))),
            pair => Assert.Equal(pair.Value, composed[pair.Key], ignoreCase: true));
    }

    [Fact]
    public async Task The_database_is_made_and_guarded_by_the_same_keys()
    {
        var model = await app.EnvironmentAsync("postgres");
        Assert.Equal(model.Keys.Order(StringComparer.Ordinal), Environment("postgres").Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            (model["POSTGRES_DB"], model["POSTGRES_HOST_AUTH_METHOD"]),
            (Environment("postgres")["POSTGRES_DB"], Environment("postgres")["POSTGRES_HOST_AUTH_METHOD"]));
    }

    [Fact]
    public void Who_has_a_health_check_in_the_model_has_one_here() => Assert.All(
        Modelled().Where(resource => resource.Annotations.OfType<HealthCheckAnnotation>().Any()),
        resource => Assert.Contains("healthcheck", services[resource.Name].Keys));

    [Fact]
    public void Services_wait_for_what_they_wait_for_in_the_model() => Assert.All(Modelled(), resource =>
    {
        var waits = services[resource.Name].TryGetValue("depends_on", out var given) ? (Dictionary<object, object>)given : [];
        Assert.Equal(resource.WaitsOf().Where(services.ContainsKey), waits.Keys.Cast<string>().Order(StringComparer.Ordinal));
        Assert.All(waits.Values, condition => Assert.Equal("service_healthy", ((Dictionary<object, object>)condition)["condition"]));
    });

    [Fact]
    public void Workers_have_as_long_to_hand_over_as_under_the_AppHost() => Assert.All(
        services.Where(service => service.Key.StartsWith("worker", StringComparison.Ordinal)),
        worker => Assert.Equal($"{HandingOver.Longest.TotalMinutes:0}m", worker.Value["stop_grace_period"]));

    [Fact]
    public void What_lasts_and_what_is_read_is_mounted_at_the_same_places() =>
        Assert.All(Modelled().OfType<ContainerResource>(), container =>
        {
            var mounts = container.Annotations.OfType<ContainerMountAnnotation>().Select(
                mount => (mount.Type is ContainerMountType.Volume ? mount.Source! : ".", mount.Target));
            Assert.Equal(
                mounts.Order(),
                Volumes(container.Name).Select(mount => (mount.Source.StartsWith('.') ? "." : mount.Source, mount.Target)).Order());
        });

    [Fact]
    public void Programs_find_their_folders_mounted()
    {
        Assert.Contains(("files", Environment("coordinator")["VggSweep__Files"]), Volumes("coordinator"));
        foreach (var worker in (string[])["worker-1", "worker-2"])
        {
            Assert.Contains(("files", Environment(worker)["VggSweep__Worker__Files"]), Volumes(worker));
            Assert.Contains(
                Volumes(worker),
                mount => mount.Source.Contains("DATA_FOLDER", StringComparison.Ordinal)
                    && mount.Target == Environment(worker)["VggSweep__Worker__Data"]);
        }
    }

    private IEnumerable<IResource> Modelled() => app.Resources.Where(resource => resource is ProjectResource or ContainerResource);

    private Dictionary<string, string> Environment(string service) =>
        ((Dictionary<object, object>)services[service]["environment"]).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value);

    /// <summary>In Compose's short form, <c>SOURCE:TARGET</c> or <c>SOURCE:TARGET:ro</c>; a variable's default has colons too.</summary>
    private IEnumerable<(string Source, string Target)> Volumes(string service) => services[service].TryGetValue("volumes", out var given)
        ? ((List<object>)given).Select(mount => ((string)mount).Replace(":ro", "", StringComparison.Ordinal)).Select(
            mount => (mount[..mount.LastIndexOf(':')], mount[(mount.LastIndexOf(':') + 1)..]))
        : [];

    private static bool IsOwn(string key) => OwnKeys.Any(own => key.StartsWith(own, StringComparison.Ordinal));

    private static Dictionary<string, Dictionary<string, object>> Read()
    {
        var file = Path.Combine(Projects.AppHost.ProjectPath, "..", "compose.yaml");
        var parser = new MergingParser(new Parser(new StringReader(File.ReadAllText(file))));
        var whole = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        return ((Dictionary<object, object>)whole["services"]).ToDictionary(
            service => (string)service.Key,
            service => ((Dictionary<object, object>)service.Value).ToDictionary(pair => (string)pair.Key, pair => pair.Value));
    }
}
