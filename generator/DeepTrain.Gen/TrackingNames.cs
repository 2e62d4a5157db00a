namespace DeepTrain.Gen;

/// <summary>The steps of the pipeline, by the names under which tests look at what was run again.</summary>
internal static class TrackingNames
{
    public const string Declaration = "NetworkDeclaration";
    public const string AmbiguousNames = "AmbiguousHintNames";
    public const string Network = "NetworkSpec";
    public const string Skeleton = "NetworkSkeleton";
    public const string Project = "ProjectOptions";

    public static readonly IReadOnlyList<string> All = [Declaration, AmbiguousNames, Network, Skeleton, Project];
}
