using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>This package's library among a project's references.</summary>
internal static class RuntimeLibrary
{
    public static bool IsReferenced(Compilation project) =>
        project.GetTypeByMetadataName(StepKinds.NetworkAttribute) is not null || Alias(project) is not null;

    /// <summary>
    /// The name by which the project's code reaches the library; null where that is the global namespace, as usual.
    /// </summary>
    public static string? Alias(Compilation project)
    {
        // types behind an alias are not among those that a compilation finds by name
        foreach (MetadataReference reference in project.References)
        {
            MetadataReferenceProperties properties = reference.Properties;
            if (!properties.Aliases.IsDefaultOrEmpty
                && !properties.Aliases.Contains(MetadataReferenceProperties.GlobalAlias)
                && project.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly
                && assembly.GetTypeByMetadataName(StepKinds.NetworkAttribute) is not null)
                return properties.Aliases[0];
        }

        return null;
    }
}
