using VggSweep.AppHost;
using VggSweep.AppHost.Commands;
using VggSweep.AppHost.Forms;
using VggSweep.AppHost.Running;
using VggSweep.AppHost.Servers;

if (ClusterSetup.Read(args) is not { } setup)
{
    return;
}

var (builder, folders, shape, form, sweep) = setup;
if (form is ClusterForm.Embedded)
{
    // One program that coordinates and trains, on SQLite: no server at all.
    var everything = builder.AddProject<Projects.VggSweep_Cli>("coordinator")
        .WithArgs("serve", "--home", folders.Home, "--data", folders.Data)
        .WithArgs("--slots", shape.Slots, "--device", shape.HasGpus ? "cuda" : "cpu")
        .WithHttpEndpoint(port: shape.ApiPort)
        .WithEnvironment("VggSweep__OrleansDashboard", "true")
        .WithApiHealthCheck()
        .WithSweepCommands(folders)
        .WithLinks();
    if (ServerPrograms.FindPrometheus() is { } found)
    {
        builder.AddLocalPrometheus(found, folders, folders.Home, [everything], workers: []);
    }

    builder.AddLaunching(everything, workers: [], sweep);
    await setup.RunAsync();
    return;
}

// The truth about sweeps, and who is in the cluster: in containers, or as programs of this machine.
var hasContainers = form is ClusterForm.Containers;
var database = hasContainers ? builder.AddPostgresContainer() : builder.AddLocalPostgres(folders);
var redis = hasContainers ? builder.AddRedisContainer() : builder.AddLocalRedis(folders);

// One cluster of silos with two roles. A database belongs to the cluster of this name.
var orleans = builder.AddOrleans("cluster")
    .WithClustering(redis)
    .WithClusterId("vggsweep")
    .WithServiceId("vggsweep");

// Decides: grains, leases and the HTTP API.
var coordinator = builder.AddProject<Projects.VggSweep_Coordinator>("coordinator")
    .WithReference(orleans)
    .WithReference(database, ServerContainers.Database).WaitFor(database)
    .WaitFor(redis)
    .WithEnvironment("VggSweep__Files", folders.Files(form))
    .WithEnvironment("VggSweep__OrleansDashboard", "true")
    .WithReplicas(shape.Coordinators)
    .WithHttpEndpoint(port: shape.ApiPort)
    .WithExternalHttpEndpoints()
    .WithApiHealthCheck()
    .WithContainersAllowed()
    .WithSweepCommands(folders);

// Trains. Each is a resource of its own: it has a name of its own, by which it is drained, and a GPU of its own.
var data = builder.AddParameter("data-folder", () => folders.Data);
var workers = shape.WorkerNames.Select((name, index) => builder
    .AddProject<Projects.VggSweep_Worker>(name)
    .WithReference(orleans).WaitFor(redis)
    .WaitFor(coordinator)
    .WithEnvironment("VggSweep__Worker__Name", name)
    .WithEnvironment("VggSweep__Worker__Slots", shape.Slots)
    .WithWorkerFolders(data, folders.Files(form))
    .WithGpu(shape, index)
    .WithHttpEndpoint()
    .WithMetricsLink()
    .WithMemberHealthCheck(coordinator)
    .WithDrainCommand(coordinator)).ToList();

// Shows: what all of them measure, and the pictures of it.
var devices = hasContainers ? builder.AddDeviceMetrics(shape) : null;
var prometheus = hasContainers
    ? builder.AddPrometheusContainer(folders, [coordinator], workers, devices)
    : builder.AddLocalPrometheus(ServerPrograms.FindPrometheus()!, folders, folders.Local, [coordinator], workers);
var grafana = hasContainers ? builder.AddGrafanaContainer(folders, prometheus) : builder.AddLocalGrafana(folders, prometheus);
coordinator.WithLinks(grafana);

builder.AddLaunching(coordinator, workers, sweep);
await setup.RunAsync();
