using System.Xml.Linq;

namespace DeepTrain.Package.Tests;

[Collection(PackedPackage.Collection)]
public sealed class ContentTests(PackedPackage package)
{
    [Fact]
    public void The_package_holds_the_library_the_compiler_parts_and_nothing_else()
    {
        string[] expected =
        [
            "DeepTrain.Gen.nuspec",
            "LICENSE",
            "README.md",
            "analyzers/dotnet/cs/DeepTrain.Gen.CodeFixes.dll",
            "analyzers/dotnet/cs/DeepTrain.Gen.dll",
            "build/net10.0/DeepTrain.Gen.props",
            "build/net10.0/DeepTrain.Gen.targets",
            "buildTransitive/net10.0/DeepTrain.Gen.props",
            "buildTransitive/net10.0/DeepTrain.Gen.targets",
            "icon.png",
            "lib/net10.0/DeepTrain.dll",
            "lib/net10.0/DeepTrain.xml",
        ];

        Assert.Equal(expected, package.List().Where(entry => !IsOfTheFormat(entry)));
    }

    [Fact]
    public void The_package_says_what_it_is_and_depends_on_nothing()
    {
        XElement metadata = XDocument.Parse(package.ReadText("DeepTrain.Gen.nuspec")).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal("DeepTrain.Gen", Value("id"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.EndsWith("/CHANGELOG.md", Value("releaseNotes"), StringComparison.Ordinal);
        Assert.NotEmpty(Value("description"));
        Assert.NotEmpty(Value("tags"));
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");
    }

    // what every package has, some of it under a random name
    private static bool IsOfTheFormat(string entry) =>
        entry.StartsWith("_rels/", StringComparison.Ordinal)
        || entry.StartsWith("package/", StringComparison.Ordinal)
        || entry == "[Content_Types].xml";
}
