namespace VggSweep.Dashboards;

/// <summary>What is made of the catalogue and kept beside it, by its path within <c>dashboards/</c>.</summary>
public static class GeneratedFiles
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(
        Dashboards.All.Select(dashboard => KeyValuePair.Create($"grafana/dashboards/{dashboard.Uid}.json", dashboard.ToJson())))
    {
        [$"grafana/devices/{Dashboards.Devices.Uid}.json"] = Dashboards.Devices.ToJson(),
        ["prometheus/rules.yml"] = Rules.ToYaml(),
    };
}
