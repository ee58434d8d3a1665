using System.Net;
using System.Net.Sockets;
using VggSweep.Cli.Running;
using VggSweep.Coordinator;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.ServiceDefaults;
using VggSweep.Worker;

namespace VggSweep.EndToEnd.Tests.Access;

/// <summary>A setting that cannot work ends with one sentence that names its key, before anything is opened or joined.</summary>
public sealed class BadSettings
{
    [Theory]
    [InlineData("VggSweep:LeaseTtl", "30", "give a duration (30s, 5m or 00:00:30) from 1s to 24h.")]
    [InlineData("VggSweep:LeaseTtl", "0s", "give a duration")]
    [InlineData("VggSweep:LeaseTtl", "-00:00:30", "give a duration")]
    [InlineData("VggSweep:LeaseTtl", "abc", "give a duration")]
    [InlineData("VggSweep:LeaseTtl", "2.00:00:00", "give a duration")]
    [InlineData("VggSweep:LeaseTtl:0", "30s", "takes one value")]
    [InlineData("VggSweep:ScrapeInterval", "15", "give a duration (30s, 5m or 00:00:30) from 1s to 1h.")]
    [InlineData("VggSweep:OrleansDashboard", "yes", "give true or false.")]
    [InlineData("VggSweep:ApiKeyHashes", "abc", "is a list; set VggSweep__ApiKeyHashes__0")]
    [InlineData("VggSweep:ApiKeyHashes:0", "abc", "no SHA-256")]
    [InlineData("VggSweep:ApiKeyFile", "/nowhere/key", "cannot be read")]
    [InlineData("VggSweep:AllowedHosts:0", "http://sweeps.example.org", "give a host name")]
    [InlineData("VggSweep:AllowedHosts:0", "*", "give a host name")]
    [InlineData("Logging:LogLevel:Default", "Loud", "give one of Trace, Debug")]
    [InlineData("Logging:Console:LogLevel:Orleans", "2x", "give one of Trace, Debug")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "abc", "give a number from 0 to 1.")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "NaN", "give a number from 0 to 1.")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "give a URL with its scheme, such as http://localhost:4317.")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector", "give a URL with its scheme")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http", "give one of grpc, http/protobuf.")]
    public void Of_a_coordinator(string key, string value, string expected) =>
        IsNamed(Assert.Throws<ConfigurationProblemException>(() => Configure($"--{key}={value}")), key, expected);

    [Theory]
    [InlineData("urls", "localhost:18085", "ASPNETCORE_URLS is 'localhost:18085', which is not an address")]
    [InlineData("urls", "http://127.0.0.1:99999", "ASPNETCORE_URLS is 'http://127.0.0.1:99999', which is not an address")]
    [InlineData("urls", "http://127.0.0.1:x", "which is not an address")]
    [InlineData("urls", "ftp://127.0.0.1", "which is not an address")]
    [InlineData("urls", "http://127.0.0.1:0/vgg", "which is not an address")]
    [InlineData("urls", "http://192.0.2.1:5080", "this machine has no address 192.0.2.1")]
    [InlineData("http_ports", "many", "ASPNETCORE_HTTP_PORTS is 'http://*:many'")]
    [InlineData("urls", "http://0.0.0.0:0", "VggSweep__ApiKeyHashes__0")]
    [InlineData("urls", "http://myhost:0", "VggSweep__ApiKeyHashes__0")]
    [InlineData("http_ports", "0", "VggSweep__ApiKeyHashes__0")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:0", "VggSweep__ApiKeyHashes__0")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://[::]:0", "VggSweep__ApiKeyHashes__0")]
    [InlineData("Kestrel:Endpoints:Open:Url", "nonsense", "Kestrel__Endpoints__Open__Url is 'nonsense'")]
    public void Of_a_listener(string key, string value, string expected)
    {
        var problem = Assert.Throws<ConfigurationProblemException>(() => Configure($"--{key}={value}"));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        IsOneSentence(problem);
    }

    [Fact]
    public void A_taken_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var problem = Assert.Throws<ConfigurationProblemException>(() => Configure($"--urls=http://{listener.LocalEndpoint}"));
        Assert.Contains($"Port {((IPEndPoint)listener.LocalEndpoint).Port} of http://127.0.0.1", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"VggSweep\": ")]
    [InlineData("not JSON")]
    [InlineData("[1]")]
    [InlineData("{ \"VggSweep\": { \"LeaseTtl\": \"30s\", \"LeaseTtl\": \"30s\" } }")]
    public void A_broken_file_is_named(string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("appsettings.json", text);
        var problem = Assert.Throws<ConfigurationProblemException>(() => EmbeddedServer.Configure([], folder.Home, folder.Path));
        Assert.Contains(file, problem.Message, StringComparison.Ordinal);
        IsOneSentence(problem);
    }

    [Fact]
    public void An_option_beats_the_file_of_the_programs_own_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write("appsettings.json", """{ "VggSweep": { "LeaseTtl": "45s", "ScrapeInterval": "5m" } }""");
        var builder = ProgramStart.CreateBuilder(["--VggSweep:LeaseTtl", "00:00:20"], folder.Path);
        var options = Settings.Read<CoordinatorOptions>(builder.Configuration, CoordinatorOptions.Section);
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5)), (options.LeaseTtl, options.ScrapeInterval));
    }

    [Theory]
    [InlineData("VggSweep:Worker:Slots", "2.0", "give a whole number from 1 to 4096.")]
    [InlineData("VggSweep:Worker:Slots", "0", "give a whole number from 1 to 4096.")]
    [InlineData("VggSweep:Worker:Slots", "99999999999", "give a whole number")]
    [InlineData("VggSweep:Worker:Threads", "two", "give a whole number")]
    [InlineData("VggSweep:Worker:MemoryBytes", "-1", "give a whole number")]
    [InlineData("VggSweep:Worker:MemoryBytes", "8GB", "give a whole number")]
    [InlineData("VggSweep:Worker:Device", "tpu", "give cpu or cuda.")]
    [InlineData("VggSweep:Worker:Files", "/nowhere", "/nowhere does not exist")]
    [InlineData("VggSweep:Worker:Name:0", "a", "takes one value")]
    public async Task Of_a_worker(string key, string value, string expected)
    {
        string[] settings = [$"--{key}={value}", "--urls=http://127.0.0.1:0"];
        IsNamed(await Assert.ThrowsAsync<ConfigurationProblemException>(() => WorkerProgram.BuildAsync(settings)), key, expected);
    }

    [Theory]
    [InlineData("Orleans:Membership:ProbeTimeout", "2", "give a duration")]
    [InlineData("Orleans:Membership:NumMissedProbesLimit", "few", "give a whole number")]
    [InlineData("Orleans:Endpoints:SiloPort", "many", "'many'")]
    [InlineData("Orleans:Endpoints:AdvertisedIPAddress", "here", "give the IP address")]
    [InlineData("ConnectionStrings:redis", "a=b=c,,=", "Set it as HOST:PORT")]
    public async Task Of_a_silo(string key, string value, string expected)
    {
        string[] settings =
        [
            "--urls=http://127.0.0.1:0", "--Orleans:Clustering:ProviderType=Redis", "--ConnectionStrings:redis=127.0.0.1:1", .. Ports(),
            $"--{key}={value}",
        ];
        IsNamed(await Assert.ThrowsAsync<ConfigurationProblemException>(() => CoordinatorProgram.BuildAsync(settings)), key, expected);
    }

    [Fact]
    public void An_unknown_switch_is_reported() =>
        IsOneSentence(Assert.Throws<ConfigurationProblemException>(() => Configure("-x=1")));

    [Fact]
    public async Task A_fault_of_the_program_ends_with_70_and_keeps_its_stack_trace_in_a_file()
    {
        Assert.Equal(70, await ProgramStart.RunAsync(() => throw new InvalidCastException("planted")));
        var file = Path.Combine(Path.GetTempPath(), $"vggsweep-fault-{Environment.ProcessId}.txt");
        Assert.Contains("planted", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        File.Delete(file);
    }

    private static string[] Ports()
    {
        var ports = FreePorts.Take(2);
        return [$"--{ClusterSilo.SiloPortKey}={ports[0]}", $"--{ClusterSilo.GatewayPortKey}={ports[1]}"];
    }

    private static void Configure(params string[] settings)
    {
        using var folder = new TemporaryFolder();
        _ = EmbeddedServer.Configure(settings, folder.Home, folder.Path);
    }

    private static void IsNamed(ConfigurationProblemException problem, string key, string expected)
    {
        Assert.Contains(Settings.Named(key.Replace(":0", "", StringComparison.Ordinal)), problem.Message, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        IsOneSentence(problem);
    }

    private static void IsOneSentence(ConfigurationProblemException problem)
    {
        Assert.Equal(2, problem.ExitCode);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.DoesNotContain("   at ", problem.Message, StringComparison.Ordinal);
    }
}
