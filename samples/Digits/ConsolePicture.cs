/// <summary>Pictures as characters, next to each other, each with a caption.</summary>
public static class ConsolePicture
{
    private const int Side = 8;
    private const int ColumnWidth = 2 * Side + 4;
    private const float White = 16;
    private const string Shades = " ░▒▓█";

    public static void Draw(IReadOnlyList<(float[] Pixels, string Caption)> pictures)
    {
        for (int y = 0; y < Side; y++)
            WriteLine(pictures.Select(picture => string.Concat(picture.Pixels[(y * Side)..((y + 1) * Side)].Select(Shade))));
        WriteLine(pictures.Select(picture => picture.Caption));
        Console.WriteLine();
    }

    // twice: a character is about half as wide as it is high
    private static string Shade(float pixel) => new(Shades[(int)MathF.Round(pixel / White * (Shades.Length - 1))], 2);

    private static void WriteLine(IEnumerable<string> columns) =>
        Console.WriteLine(string.Concat(columns.Select(column => column.PadRight(ColumnWidth))).TrimEnd());
}
