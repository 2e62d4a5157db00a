/// <summary>Rows of data that mean nothing: standard normal inputs, and classes by lot.</summary>
public sealed record RandomRows(float[] Inputs, float[] Targets)
{
    public static RandomRows Draw(int rows, int features, int classes, int seed)
    {
        var random = new Random(seed);
        var data = new RandomRows(new float[rows * features], new float[rows * classes]);
        for (int i = 0; i < data.Inputs.Length; i++)
            data.Inputs[i] = Normal(random);
        for (int row = 0; row < rows; row++)
            data.Targets[row * classes + random.Next(classes)] = 1;
        return data;
    }

    // Box and Muller (1958)
    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
