using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>The steps of a class in the order of the source, and the rules of that order.</summary>
internal static class StepSequence
{
    /// <summary>
    /// The steps of the declaration that holds them. To the language the order of attributes means nothing; here it is the
    /// network, so it is taken from their positions.
    /// </summary>
    public static IReadOnlyList<DeclaredStep> Read(INamedTypeSymbol type, AttributeData network, Problems problems)
    {
        SyntaxNode? networkPart = Part(network, problems.Cancellation);
        var parts = type.GetAttributes()
            .Where(attribute => attribute.ApplicationSyntaxReference is not null && StepKinds.IsStep(attribute))
            .GroupBy(attribute => Part(attribute, problems.Cancellation))
            .OrderByDescending(part => part.Key == networkPart)
            .ToList();

        foreach (var other in parts.Skip(1))
        {
            AttributeData step = other.First();
            problems.Add(
                DeclarationRules.StepsOnSeveralParts, step, (string?)null,
                StepKinds.NameOf(step), type.Name, StepKinds.NameOf(parts[0].First()));
        }

        return parts.Count != 1 ? [] : parts[0]
            .OrderBy(attribute => attribute.ApplicationSyntaxReference!.Span.Start)
            .Select(attribute => Describe(attribute, problems))
            .ToList();
    }

    public static DeclaredStep Describe(AttributeData attribute, Problems problems)
    {
        string name = StepKinds.NameOf(attribute);
        return new DeclaredStep(
            attribute, StepKinds.RoleOf(name), name, new AttributeStepArguments(attribute, name, problems));
    }

    /// <summary>
    /// Reports what is missing; if nothing is, what is there twice; if nothing is, the first step at a wrong place.
    /// </summary>
    public static bool HasOrder(INamedTypeSymbol type, IReadOnlyList<DeclaredStep> steps, Problems problems)
    {
        void Wrong(DeclaredStep step, string what) =>
            problems.Add(DeclarationRules.MissingStep, step.Attribute, (string?)null, type.Name, what);

        bool holds = true;
        foreach (DeclaredStep step in steps.Where(step => step.Role == StepRole.Unknown))
        {
            Wrong(step, $"has a step [{step.Name}] that this version of the compiler does not know");
            holds = false;
        }

        (StepRole Role, string Name)[] needed =
        [
            (StepRole.Input, "[Input]"), (StepRole.Layer, "layer"),
            (StepRole.Loss, "loss"), (StepRole.Optimizer, "optimizer"),
        ];
        List<string> missing = needed
            .Where(need => steps.All(step => step.Role != need.Role))
            .Select(need => "no " + need.Name)
            .ToList();
        if (missing.Count > 0)
        {
            problems.Add(
                DeclarationRules.MissingStep, TargetClass.Place(type, problems.Cancellation),
                type.Name, "has " + Prose.List(missing));
            holds = false;
        }

        foreach ((StepRole role, string name) in needed.Where(need => need.Role != StepRole.Layer))
        {
            DeclaredStep[] same = steps.Where(step => step.Role == role).ToArray();
            foreach (DeclaredStep extra in same.Skip(1))
            {
                Wrong(extra, role == StepRole.Input
                    ? "has a second [Input]; it has exactly one, as its first step"
                    : $"has a second {name}, [{extra.Name}] after [{same[0].Name}]; it has exactly one");
                holds = false;
            }
        }

        return holds && IsSorted(steps, Wrong);
    }

    private static bool IsSorted(IReadOnlyList<DeclaredStep> steps, Action<DeclaredStep, string> wrong)
    {
        DeclaredStep first = steps[0], last = steps[steps.Count - 1];
        DeclaredStep input = steps.Single(step => step.Role == StepRole.Input);
        DeclaredStep loss = steps.Single(step => step.Role == StepRole.Loss);
        DeclaredStep optimizer = steps.Single(step => step.Role == StepRole.Optimizer);
        if (input != first)
        {
            wrong(input, $"has [Input] after [{first.Name}]; the input is the first step");
            return false;
        }

        DeclaredStep? late = steps.SkipWhile(step => step != loss).FirstOrDefault(step => step.Role == StepRole.Layer);
        if (late is not null)
        {
            wrong(loss, $"has its loss [{loss.Name}] before the layer [{late.Name}]; the loss comes after all layers");
            return false;
        }

        if (optimizer != last)
        {
            wrong(optimizer, $"has its optimizer [{optimizer.Name}] before [{last.Name}]; the optimizer is the last step");
            return false;
        }

        return true;
    }

    // attribute -> attribute list -> declaration
    private static SyntaxNode? Part(AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent;
}
