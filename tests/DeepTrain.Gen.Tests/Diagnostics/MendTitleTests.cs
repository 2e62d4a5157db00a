using DeepTrain.Gen.Diagnostics;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>
/// A message ends with what its fix does: each edit is announced, and nothing is announced that no edit does. On the bad network of
/// every page, and on all mistakes that learners make.
/// </summary>
public class MendTitleTests
{
    public static TheoryData<string, string> Sources()
    {
        var sources = new TheoryData<string, string>();
        foreach (NetworkRule rule in NetworkRules.All)
            sources.Add(rule.Id, RulePage.Read(rule.Id).Networks[0]);
        foreach ((string name, _, string source) in MistakeTests.ReadAll().Where(mistake => !mistake.Expected.Contains("DTG0")))
            sources.Add(name, source);
        return sources;
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Message_and_fix_agree(string name, string source)
    {
        foreach (Finding finding in RulePage.Check(source).Where(found => found.Mend is not null))
        {
            string title = finding.Mend!.Title;
            Assert.StartsWith($" {title}.", finding.Conclusion);
            Assert.All(finding.Mend.Edits, edit => Assert.True(IsAnnounced(edit, title), $"{name}: {edit} by '{title}'"));
            foreach ((string words, Func<Edit, bool> isDone) in s_promises)
            {
                if (title.Contains(words, StringComparison.OrdinalIgnoreCase))
                    Assert.True(finding.Mend.Edits.Any(isDone), $"{name}: '{title}' promises {words}");
            }
        }
    }

    private static readonly (string Words, Func<Edit, bool> IsDone)[] s_promises =
    [
        ("Init.Auto", edit => edit is { Kind: EditKind.Unset, Argument: "Init" or "InitScale" }),
        ("InitScale =", edit => edit is { Kind: EditKind.Set, Argument: "InitScale" }),
        ("learning rate", edit => edit is { Kind: EditKind.Set, Argument: "LearningRate" }),
        ("start biases at 0", edit => edit is { Kind: EditKind.Unset, Argument: "BiasInit" }),
        ("insert [BatchNorm]", edit => edit is { Kind: EditKind.InsertAfter or EditKind.InsertBefore, Text: "BatchNorm" }),
        ("by [Tanh]", edit => edit is { Kind: EditKind.Replace, Text: "Tanh" }),
        ("by [ReLU]", edit => edit is { Kind: EditKind.Replace, Text: "ReLU" }),
        ("by [LeakyReLU]", edit => edit is { Kind: EditKind.Replace, Text: "LeakyReLU" }),
        ("lower dropout", edit => edit is { Kind: EditKind.Set, Argument: "rate@0" }),
        ("remove", edit => edit.Kind == EditKind.Remove),
        ("keep ", edit => edit.Kind == EditKind.Remove),
        ("ClipNorm", edit => edit is { Kind: EditKind.Set, Argument: "ClipNorm" }),
        ("Momentum", edit => edit is { Kind: EditKind.Set, Argument: "Momentum" }),
        ("Beta1", edit => edit is { Kind: EditKind.Set, Argument: "Beta1" }),
        ("Beta2", edit => edit is { Kind: EditKind.Set, Argument: "Beta2" }),
        ("WeightDecay", edit => edit is { Kind: EditKind.Set, Argument: "WeightDecay" }),
        ("Stride", edit => edit is { Kind: EditKind.Set, Argument: "Stride" }),
    ];

    private static bool IsAnnounced(Edit edit, string title)
    {
        string argument = edit.Argument.Split('@')[0];
        return edit.Kind switch
        {
            // a layer that is normalised loses its bias, and one that is drawn anew its scale
            EditKind.Set when argument == "Bias" => Has("Bias = false") || Has("[BatchNorm]"),
            EditKind.Set when argument == "LearningRate" => Has("learning rate of " + edit.Text),
            EditKind.Set when argument == "rate" => Has("rate of " + edit.Text) || Has("dropout"),
            EditKind.Set when argument is "units" or "filters" => Has($"{edit.Text} {argument}"),
            EditKind.Set when argument == "Init" => Has(edit.Text),
            EditKind.Set when argument is "slope" or "initialSlope" or "lower" or "upper" => Has(edit.Text),
            EditKind.Set => Has($"{argument} = "),
            EditKind.Unset when argument is "Init" or "InitScale" => Has("Init.") || Has("Draw the weights"),
            EditKind.Unset when argument == "BiasInit" => Has("start biases at 0") || Has("Bias = false") || Has("[BatchNorm]"),
            EditKind.Unset => Has(argument),
            EditKind.Remove => Has("remove") || Has("keep ") || Has("put ") || Has("use ["),
            EditKind.Replace => Has($"[{edit.Text}]"),
            _ => Has($"[{edit.Text.Split('(')[0]}]") || (edit.Text.StartsWith("Dropout", StringComparison.Ordinal) && Has("put dropout"))
                || (edit.Text.StartsWith("AlphaDropout", StringComparison.Ordinal) && Has("put dropout")),
        };

        bool Has(string words) => title.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
