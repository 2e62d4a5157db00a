using System.Globalization;
using System.Text;
using DeepTrain;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
return Settings.Parse(args, settings =>
{
    try
    {
        TrainingRun.Run(settings);
        return 0;
    }
    catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
});
