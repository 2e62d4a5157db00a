/// <summary>Writes an experiment as a table, with the compiler's words below it.</summary>
public static class Report
{
    private const int PageWidth = 90;

    public static void Write(Experiment experiment, IReadOnlyList<LayerMeasurement> layers)
    {
        string axis = $"{experiment.Smallest}".PadRight(Histogram.Width - 1) + experiment.Largest;
        Console.WriteLine($"── {experiment.Title} ".PadRight(PageWidth, '─'));
        Console.WriteLine("             activation std             gradient std          activations");
        Console.WriteLine($"layer     predicted   measured     predicted   measured        {axis}");
        foreach (LayerMeasurement layer in layers)
        {
            Console.WriteLine(
                $"{layer.Layer.Name,-8}{Number(layer.Layer.PredictedActivationStd),11}{Number(layer.ActivationStd),11}"
                + $"{Number(layer.Layer.PredictedGradientStd),14}{Number(layer.GradientStd),11}       │{layer.Histogram}│");
        }

        Console.WriteLine();
        foreach (string message in experiment.CompilerSays.DefaultIfEmpty("nothing"))
            WriteWrapped("the compiler says: ", message);
        Console.WriteLine();
    }

    /// <summary>Writes a paragraph.</summary>
    public static void WriteText(string text)
    {
        WriteWrapped("", text);
        Console.WriteLine();
    }

    // breaks between words; all lines but the first are indented
    private static void WriteWrapped(string start, string text)
    {
        string indent = new(' ', start.Length), line = start;
        foreach (string word in text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + word.Length > PageWidth)
            {
                Console.WriteLine(line.TrimEnd());
                line = indent;
            }

            line += word + " ";
        }

        Console.WriteLine(line.TrimEnd());
    }

    // three significant digits
    private static string Number(double value) => value switch
    {
        0 => "0",
        < 1e-4 or >= 1e4 => value.ToString("0.00e+00"),
        >= 100 => value.ToString("0"),
        >= 10 => value.ToString("0.0"),
        >= 1 => value.ToString("0.00"),
        >= 0.1 => value.ToString("0.000"),
        >= 0.01 => value.ToString("0.0000"),
        >= 0.001 => value.ToString("0.00000"),
        _ => value.ToString("0.000000"),
    };
}
