using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepTrain.Gen.Declarations;

/// <summary>The project that a network stands in: whether emitted code compiles there, and how to write it.</summary>
internal static class TargetProject
{
    /// <summary>What emitted code is written in.</summary>
    public const LanguageVersion OldestLanguage = LanguageVersion.CSharp11;

    // C# 14, which the compiler that this is built against cannot name yet: its preview is not the language
    private const int ExtensionLanguage = 1400;

    private static readonly Version Compiler = typeof(CSharpCompilation).Assembly.GetName().Version;

    public static void Check(INamedTypeSymbol type, Problems problems)
    {
        if ((type.ContainingAssembly as ISourceAssemblySymbol)?.Compilation is not CSharpCompilation project)
            return;
        if (!project.Options.AllowUnsafe)
            problems.Add(DeclarationRules.UnsafeCode, TargetClass.Place(type, problems.Cancellation), type.Name);
        if (project.LanguageVersion < OldestLanguage)
        {
            problems.Add(
                DeclarationRules.OldLanguage, TargetClass.Place(type, problems.Cancellation),
                type.Name, project.LanguageVersion.ToDisplayString(), OldestLanguage.ToDisplayString());
        }
    }

    /// <summary>The vector widths that the build asks for.</summary>
    public static VectorWidths Widths(AnalyzerConfigOptions build) =>
        VectorWidths.Parse(build.TryGetValue(VectorWidths.Property, out string? list) ? list : null);

    public static ProjectOptions Options(Compilation project) =>
        new(
            ((CSharpCompilationOptions)project.Options).CheckOverflow, RuntimeLibrary.Alias(project),
            ((CSharpCompilation)project).LanguageVersion >= OldestLanguage,
            (int)((CSharpCompilation)project).LanguageVersion >= ExtensionLanguage && Compiler.Major >= 5);
}
