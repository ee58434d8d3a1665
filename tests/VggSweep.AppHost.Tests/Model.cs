using Microsoft.Extensions.Configuration;
using VggSweep.AppHost.Commands;
using VggSweep.AppHost.Servers;

namespace VggSweep.AppHost.Tests;

/// <summary>What AppHost.cs says of the cluster.</summary>
public sealed class Model
{
    [Fact]
    public async Task The_cluster_has_its_servers_a_coordinator_two_workers_and_its_pictures()
    {
        await using var app = await Given.ModelAsync("containers");
        Assert.Equal(
            ["coordinator", "grafana", "postgres", "prometheus", "redis", "vggsweep", "worker-1", "worker-2"],
            app.Resources
                .Where(resource => resource is ProjectResource or ContainerResource or PostgresDatabaseResource)
                .Select(resource => resource.Name)
                .Order(StringComparer.Ordinal));
        Assert.All(
            app.Resources.OfType<ParameterResource>().Where(parameter => parameter.Name.EndsWith("password", StringComparison.Ordinal)),
            parameter => Assert.True(parameter.Secret));
    }

    [Fact]
    public async Task The_local_form_has_the_same_servers_as_programs_below_the_home()
    {
        await using var app = await Given.ModelAsync("local");
        Assert.Empty(app.Resources.OfType<ContainerResource>());
        Assert.Equal(
            ["postgres", "prometheus", "redis"],
            app.Resources
                .Where(resource => resource is LocalServerResource || resource.Name == "prometheus")
                .Select(resource => resource.Name)
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            ["coordinator", "worker-1", "worker-2"],
            app.Resources.OfType<ProjectResource>().Select(resource => resource.Name).Order(StringComparer.Ordinal));
        var coordinator = await app.EnvironmentAsync("coordinator");
        Assert.Equal(
            ("Redis", "redis"),
            (coordinator["Orleans__Clustering__ProviderType"], coordinator["Orleans__Clustering__ServiceKey"]));
        Assert.Contains("ConnectionStrings__vggsweep", coordinator.Keys);
        Assert.Contains("vggsweep-model/local/files", coordinator["VggSweep__Files"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_command_line_shows_a_password()
    {
        await using var app = await Given.ModelAsync("local");
        foreach (var server in app.Resources.OfType<ExecutableResource>())
        {
            var context = new CommandLineArgsCallbackContext([], server);
            foreach (var annotation in server.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            {
                await annotation.Callback(context);
            }

            Assert.NotEmpty(context.Args);
            Assert.DoesNotContain(
                context.Args,
                argument => $"{(argument as IManifestExpressionProvider)?.ValueExpression ?? argument}".Contains(
                    "password", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Images_name_their_registry()
    {
        await using var app = await Given.ModelAsync("containers", "--Parameters:device-metrics=dcgm");
        Assert.Equal(5, app.Resources.OfType<ContainerResource>().Count());
        Assert.All(app.Resources.OfType<ContainerResource>(), container =>
        {
            Assert.True(container.TryGetContainerImageName(out var image));
            Assert.Contains('.', image!.Split('/')[0]);
        });
    }

    [Fact]
    public async Task Each_waits_for_what_it_needs_and_says_whether_it_is_healthy()
    {
        await using var app = await Given.ModelAsync("containers");
        Assert.Equal(["postgres", "redis", "vggsweep"], app.Resource<IResource>("coordinator").WaitsOf());
        Assert.Equal(["coordinator", "redis"], app.Resource<IResource>("worker-1").WaitsOf());
        Assert.Equal(["coordinator"], app.Resource<IResource>("prometheus").WaitsOf());
        Assert.Empty(app.Resource<IResource>("grafana").WaitsOf());
        Assert.All(
            app.Resources.Where(resource => resource is ProjectResource or ContainerResource),
            resource => Assert.NotEmpty(resource.Annotations.OfType<HealthCheckAnnotation>()));
    }

    [Fact]
    public async Task Workers_and_coordinators_are_as_many_as_the_parameters_say()
    {
        await using var app = await Given.ModelAsync(
            "containers", "--Parameters:workers=3", "--Parameters:coordinators=2", "--Parameters:slots=4");
        Assert.Equal(
            ["worker-1", "worker-2", "worker-3"],
            app.Resources
                .OfType<ProjectResource>()
                .Select(resource => resource.Name)
                .Where(name => name.StartsWith("worker", StringComparison.Ordinal)));
        Assert.Equal(2, app.Resource<IResource>("coordinator").Annotations.OfType<ReplicaAnnotation>().Single().Replicas);
        var worker = await app.EnvironmentAsync("worker-3");
        Assert.Equal(("worker-3", "4"), (worker["VggSweep__Worker__Name"], worker["VggSweep__Worker__Slots"]));
    }

    [Fact]
    public async Task Workers_know_the_cluster_and_no_database()
    {
        await using var app = await Given.ModelAsync("containers");
        var worker = await app.EnvironmentAsync("worker-1");
        Assert.Equal(
            ("vggsweep", "Redis", "redis"),
            (worker["Orleans__ClusterId"], worker["Orleans__Clustering__ProviderType"], worker["Orleans__Clustering__ServiceKey"]));
        Assert.Contains("ConnectionStrings__redis", worker.Keys);
        Assert.DoesNotContain(
            worker,
            pair => pair.Key.Contains("vggsweep", StringComparison.Ordinal) || pair.Value.Contains("postgres", StringComparison.Ordinal));
        Assert.Contains("ConnectionStrings__vggsweep", (await app.EnvironmentAsync("coordinator")).Keys);
    }

    [Fact]
    public async Task Coordinators_read_the_logs_where_workers_write_them()
    {
        await using var app = await Given.ModelAsync("containers");
        Assert.Equal(
            (await app.EnvironmentAsync("worker-1"))["VggSweep__Worker__Files"],
            (await app.EnvironmentAsync("coordinator"))["VggSweep__Files"]);
    }

    [Fact]
    public async Task Each_worker_has_a_gpu_of_its_own_where_there_are_gpus()
    {
        await using var cpus = await Given.ModelAsync("containers");
        Assert.DoesNotContain("CUDA_VISIBLE_DEVICES", (await cpus.EnvironmentAsync("worker-2")).Keys);
        await using var gpus = await Given.ModelAsync("containers", "--Parameters:device=gpu");
        Assert.Equal(
            ("0", "1"),
            (
                (await gpus.EnvironmentAsync("worker-1"))["CUDA_VISIBLE_DEVICES"],
                (await gpus.EnvironmentAsync("worker-2"))["CUDA_VISIBLE_DEVICES"]));
        Assert.Equal("cuda", (await gpus.EnvironmentAsync("worker-2"))["VggSweep__Worker__Device"]);
    }

    [Theory]
    [InlineData("device", "tpu", "Parameters:device is 'tpu'; give cpu or gpu.")]
    [InlineData("workers", "none", "Parameters:workers is 'none'; give a whole number from 1.")]
    [InlineData("slots", "", "Parameters:slots is not set; AppHost/appsettings.json has its default.")]
    public void A_parameter_that_cannot_be_is_refused(string parameter, string value, string message)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(Projects.AppHost.ProjectPath, "appsettings.json"))
            .AddInMemoryCollection([KeyValuePair.Create($"Parameters:{parameter}", (string?)value)]).Build();
        var problem = Assert.Throws<LaunchProblemException>(() => ClusterShape.Read(configuration));
        Assert.Equal((message, LaunchProblemException.Usage), (problem.Message, problem.ExitCode));
    }

    [Fact]
    public async Task Embedded_is_one_program_and_no_container()
    {
        await using var app = await Given.ModelAsync("embedded");
        Assert.Empty(app.Resources.OfType<ContainerResource>());
        var program = Assert.Single(app.Resources.OfType<ProjectResource>());
        Assert.Equal("coordinator", program.Name);
        Assert.NotNull(program.Command(LaunchCommand.Name));
    }
}
