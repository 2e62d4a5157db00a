using DeepTrain;

/// <summary>Pictures as characters, next to each other, each with a caption.</summary>
public static class TerminalPicture
{
    private const string Shades = " ░▒▓█";
    private const int Gap = 3, Wide = 12;

    /// <summary>Draws rows of a dataset, each between its darkest and its brightest pixel.</summary>
    public static void Draw(Dataset pictures, IReadOnlyList<(int Row, string Caption)> chosen)
    {
        if (chosen.Count == 0)
            return;
        int height = pictures.InputShape[1], width = pictures.InputShape[2];
        // a character is about twice as high as it is wide: small pictures get two for a pixel, large ones one for two pixels
        bool isSmall = width <= Wide;
        int columnWidth = Math.Max(isSmall ? 2 * width : width, chosen.Max(picture => picture.Caption.Length)) + Gap;
        float[][] greys = [.. chosen.Select(picture => Grey(pictures, picture.Row))];
        for (int y = 0; y < height; y += isSmall ? 1 : 2)
            WriteLine(greys.Select(grey => Line(grey, y, width, height, isSmall)), columnWidth);
        WriteLine(chosen.Select(picture => picture.Caption), columnWidth);
        Console.WriteLine();
    }

    private static float[] Grey(Dataset pictures, int row)
    {
        int places = pictures.InputShape[1] * pictures.InputShape[2], channels = pictures.InputShape[0];
        float[] pixels = new float[pictures.InputSize], grey = new float[places];
        pictures.CopyInputs(row, pixels);
        for (int next = 0; next < pixels.Length; next++)
            grey[next % places] += pixels[next] / channels;
        float least = grey.Min(), range = Math.Max(grey.Max() - least, 1e-6f);
        return Array.ConvertAll(grey, value => (value - least) / range);
    }

    private static string Line(float[] grey, int y, int width, int height, bool isSmall) => string.Concat(Enumerable.Range(0, width).Select(x =>
    {
        float above = grey[y * width + x], below = isSmall || y + 1 == height ? above : grey[(y + 1) * width + x];
        return new string(Shades[(int)MathF.Round((above + below) / 2 * (Shades.Length - 1))], isSmall ? 2 : 1);
    }));

    private static void WriteLine(IEnumerable<string> columns, int width) =>
        Console.WriteLine(string.Concat(columns.Select(column => column.PadRight(width))).TrimEnd());
}
