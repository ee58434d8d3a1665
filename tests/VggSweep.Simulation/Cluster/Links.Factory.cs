using System.Globalization;

namespace VggSweep.Simulation.Cluster;

/// <content>The two kinds of keys that our grains have. Not a <see cref="Virtual.Stub"/>: every call to a grain asks
/// for it first.</content>
internal sealed partial class Links : IGrainFactory
{
    public TGrain GetGrain<TGrain>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrain : IGrainWithIntegerKey => Get<TGrain>(primaryKey.ToString(CultureInfo.InvariantCulture));

    public TGrain GetGrain<TGrain>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrain : IGrainWithStringKey => Get<TGrain>(primaryKey);

    public TGrain GetGrain<TGrain>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrain : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrain GetGrain<TGrain>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrain : IGrainWithGuidCompoundKey => throw new NotSupportedException();

    public TGrain GetGrain<TGrain>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrain : IGrainWithIntegerCompoundKey => throw new NotSupportedException();

    public TGrain GetGrain<TGrain>(GrainId grainId)
        where TGrain : IAddressable => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId) => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw new NotSupportedException();

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();
}
