using VggSweep.AppHost;
using VggSweep.AppHost.Commands;
using VggSweep.AppHost.Running;

var launch = LaunchOptions.Read(args);
var builder = DistributedApplication.CreateBuilder(launch.Rest);
var folders = new Folders(builder.AppHostDirectory, builder.Configuration);
var shape = ClusterShape.Read(builder.Configuration);

if (launch.IsEmbedded)
{
    // One program that coordinates and trains, on SQLite: no container at all.
    var everything = builder.AddProject<Projects.VggSweep_Cli>("coordinator")
        .WithArgs("serve", "--home", folders.Home, "--data", folders.Data, "--slots", shape.Slots)
        .WithHttpEndpoint(port: ComposeServices.ApiPort)
        .WithEnvironment("VggSweep__OrleansDashboard", "true")
        .WithApiHealthCheck()
        .WithSweepCommands(folders)
        .WithLinks();
    builder.AddLocalPrometheus(folders, everything);
    builder.AddLaunching(everything, workers: [], launch.Sweep is { } file ? folders.Find(file) : null);
    builder.Build().Run();
    return;
}

// What a person may choose, beside the numbers of ClusterShape.
var data = builder.AddParameter("data-folder", () => folders.Data);
var postgresPassword = builder.AddPassword("postgres-password");
var redisPassword = builder.AddPassword("redis-password");
var grafanaPassword = builder.AddPassword("grafana-password");

// The truth about sweeps, and who is in the cluster.
var postgres = builder.AddPostgres("postgres", password: postgresPassword)
    .WithImageTag(ClusterShape.Text(builder.Configuration, "postgres-tag"))
    .WithEnvironment("POSTGRES_DB", "vggsweep")
    .WithDataVolume("vggsweep-postgres");
var database = postgres.AddDatabase("vggsweep");
var redis = builder.AddRedis("redis", password: redisPassword)
    .WithImageTag(ClusterShape.Text(builder.Configuration, "redis-tag"))
    .WithoutHttpsCertificate();

// One cluster of silos with two roles. A database belongs to the cluster of this name.
var orleans = builder.AddOrleans("cluster")
    .WithClustering(redis)
    .WithClusterId("vggsweep")
    .WithServiceId("vggsweep");

// Decides: grains, leases and the HTTP API.
var coordinator = builder.AddProject<Projects.VggSweep_Coordinator>("coordinator")
    .WithReference(orleans)
    .WithReference(database).WaitFor(database)
    .WaitFor(redis)
    .WithFilesFolder(folders)
    .WithEnvironment("VggSweep__OrleansDashboard", "true")
    .WithReplicas(shape.Coordinators)
    .WithHttpEndpoint(port: ComposeServices.ApiPort)
    .WithExternalHttpEndpoints()
    .WithApiHealthCheck()
    .WithContainersAllowed()
    .WithSweepCommands(folders);

// Trains. Each is a resource of its own: it has a name of its own, by which it is drained, and a GPU of its own.
var workers = shape.WorkerNames.Select((name, index) => builder
    .AddProject<Projects.VggSweep_Worker>(name)
    .WithReference(orleans).WaitFor(redis)
    .WaitFor(coordinator)
    .WithEnvironment("VggSweep__Worker__Name", name)
    .WithEnvironment("VggSweep__Worker__Slots", shape.Slots)
    .WithWorkerFolders(data, folders)
    .WithGpu(shape, index)
    .WithHttpEndpoint()
    .WithMemberHealthCheck(coordinator)
    .WithDrainCommand(coordinator)).ToList();

// Shows: what all of them measure, and the pictures of it.
var prometheus = builder.AddPrometheus(folders, coordinator, workers, builder.AddDeviceMetrics(shape));
var grafana = builder.AddGrafana(folders, prometheus, grafanaPassword);
coordinator.WithLinks(grafana);

builder.AddLaunching(coordinator, workers, launch.Sweep is { } sweep ? folders.Find(sweep) : null);
builder.Build().Run();
