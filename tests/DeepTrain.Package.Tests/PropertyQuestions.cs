using System.Security;

namespace DeepTrain.Package.Tests;

/// <summary>
/// What a property of a project is under each of several settings: one MSBuild answers them all, for starting it takes longer than answering.
/// </summary>
/// <param name="property">The property that is asked for.</param>
/// <param name="target">What is run before it is read; nothing where it is known without.</param>
/// <param name="questions">The settings of each question, as <c>name=value</c>.</param>
internal sealed class PropertyQuestions(ConsumerProject project, string property, string target, IReadOnlyList<string[]> questions)
{
    private readonly Lazy<string[]> _answers = new(() => Ask(project, property, target, questions));

    /// <summary>The property's value under these settings.</summary>
    public string Answer(string[] settings) =>
        _answers.Value[Enumerable.Range(0, questions.Count).Single(number => questions[number].SequenceEqual(settings))];

    private static string[] Ask(ConsumerProject project, string property, string target, IReadOnlyList<string[]> questions)
    {
        string folder = Path.GetDirectoryName(project.ProjectFile)!, targets = Path.Combine(folder, "Answer.targets");
        project.Write("Answer.targets", $"""
            <Project>
              <Target Name="Answer" DependsOnTargets="{target}">
                <WriteLinesToFile File="$(AnswerFile)" Lines="{property} is $({property})" Overwrite="true" />
              </Target>
            </Project>
            """);
        string[] files = [.. questions.Select((_, number) => Path.Combine(folder, $"Answer{number}.txt"))];
        IEnumerable<string> items = questions.Select((settings, number) => $"""
            <Question Include="{SecurityElement.Escape(project.ProjectFile)}">
                  <AdditionalProperties>{SecurityElement.Escape(string.Join(';', [.. settings, $"AnswerFile={files[number]}"]))}</AdditionalProperties>
                </Question>
            """);
        project.Write("Questions.proj", $"""
            <Project>
              <ItemGroup>
                {string.Join("\n    ", items)}
              </ItemGroup>
              <Target Name="Ask">
                <MSBuild Projects="@(Question)" Targets="Answer" Properties="CustomAfterMicrosoftCommonTargets={SecurityElement.Escape(targets)}" />
              </Target>
            </Project>
            """);
        project.MSBuild("Questions.proj", "-t:Ask").MustSucceed();
        return [.. files.Select(file => File.ReadAllText(file).Trim()[$"{property} is".Length..].Trim())];
    }
}
