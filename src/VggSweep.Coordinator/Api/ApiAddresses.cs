using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using VggSweep.ServiceDefaults;

namespace VggSweep.Coordinator.Api;

/// <summary>Where the HTTP API listens: on loopback unless told otherwise, and elsewhere only with keys.</summary>
internal static class ApiAddresses
{
    private const string Default = "http://127.0.0.1:5080";

    /// <summary>Looks at the configuration, before anything is joined; <see cref="ListenGuard"/> looks at what came of it.</summary>
    /// <exception cref="ConfigurationProblemException">An address is open to others without keys, or its port is taken.</exception>
    public static void Require(IConfiguration configuration, IWebHostBuilder host, ApiKeys keys) =>
        ListenGuard.Require(ListenAddresses.Require(configuration, host, Default), keys);
}
