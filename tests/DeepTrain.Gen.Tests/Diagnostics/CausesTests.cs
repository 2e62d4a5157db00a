using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>One diagnosis, not ten.</summary>
public class CausesTests
{
    [Fact]
    public void The_table_names_rules_that_exist_and_no_two_explain_each_other()
    {
        string[] ids = [.. NetworkRules.All.Select(rule => rule.Id)];
        foreach ((string cause, IReadOnlyList<string> consequences) in Causes.Table)
        {
            Assert.Contains(cause, ids);
            Assert.All(consequences, id => Assert.Contains(id, ids));
            Assert.DoesNotContain(cause, consequences);
            foreach (string consequence in consequences)
                Assert.DoesNotContain(Causes.Table, row => row.Cause == consequence && row.Consequences.Contains(cause));
        }

        Assert.Equal(Causes.Table.Count, Causes.Table.Select(row => row.Cause).Distinct().Count());
    }

    [Theory]
    // a sigmoid stack is deep, vanishing and indistinct at once
    [InlineData("[Dense(64)] [Sigmoid]", 10, "Adam", "DTG201", "DTG205", "DTG207", "DTG503")]
    // the init of a tanh stack: what it saturates and makes explode is part of its message
    [InlineData("[Dense(500, Init = Init.Normal, InitScale = 1f)] [ReLU]", 10, "SGD(LearningRate = 0.01f, ClipNorm = 1f)", "DTG104", "DTG203", "DTG405", "DTG501")]
    [InlineData("[Dense(128, Init = Init.GlorotNormal)] [ReLU]", 40, "SGD(LearningRate = 0.01f)", "DTG105", "DTG103", "DTG206", "DTG213")]
    [InlineData("[Dense(64, Bias = false)] [BatchNorm] [ReLU]", 70, "Adam(ClipNorm = 1f)", "DTG301", "DTG203", "DTG213")]
    public void The_cause_is_reported_and_explains_the_rest(string layer, int times, string optimizer, string cause, params string[] consequences)
    {
        string layers = string.Concat(Enumerable.Repeat(layer, times));
        Finding finding = Assert.Single(Check($"[Input(64)] {layers} [Dense(10)] [SoftmaxCrossEntropy] [{optimizer}]"));
        Assert.Equal(cause, finding.Rule.Id);
        Assert.Equal(consequences, finding.Explains.Select(other => other.Rule.Id).Distinct().Order());
    }

    [Fact]
    public void A_cause_warns_where_what_it_explains_does()
    {
        // a gain that is a little too large is advice; what it makes of forty layers is not
        string layers = string.Concat(Enumerable.Repeat("[Dense(64, Init = Init.Orthogonal, InitScale = 1.71f)] [ReLU]", 40));
        Finding finding = Check($"[Input(64)] {layers} [Dense(10)] [SoftmaxCrossEntropy] [SGD(LearningRate = 0.01f)]").First();
        Assert.Equal(DiagnosticSeverity.Info, finding.Rule.Descriptor.DefaultSeverity);
        Assert.Contains(finding.Explains, other => other.Severity == DiagnosticSeverity.Warning);
        Assert.Equal(DiagnosticSeverity.Warning, finding.Severity);
    }

    [Fact]
    public void What_is_wrong_at_another_step_is_not_explained_away()
    {
        IEnumerable<string> ids = Check(
            "[Input(64)] [Dense(64)] [SELU] [Dropout(0.1f)] [Dense(10)] [Dropout(0.1f)] [SoftmaxCrossEntropy] [Adam]")
            .Select(finding => finding.Rule.Id);
        Assert.Equal(["DTG307", "DTG309"], ids.Order());
    }

    private static IReadOnlyList<Finding> Check(string steps) => RulePage.Check(Networks.WithSteps(steps));
}
