namespace DeepTrain;

/// <summary>Multiplies an affine preparation into the first layer of a network.</summary>
internal static class PreparationFold
{
    public static void Into(INetwork network, Preparation preparation)
    {
        if (preparation.RawSize != network.InputSize || preparation.PreparedSize != network.InputSize)
        {
            throw Bad(
                $"rows of {network.InputSize} numbers before and after it, as the network takes them, " +
                $"found {preparation.RawSize} and {preparation.PreparedSize}");
        }
        foreach (PreparedColumn column in preparation.Columns)
        {
            if (column is not NumberColumn { IsAffine: true })
                throw Bad($"columns that are shifted and scaled, found '{column.Name}', of which more is made");
        }

        LayerDescription layer = network.Description.Layers.First(layer => layer.Kind != "Flatten");
        if (layer.Kind != "Dense")
            throw Bad($"a dense layer first, found {layer.Name} ({layer.Kind})");
        Parameter weight = network.Parameters[layer.Name + ".weight"];
        network.Parameters.TryGet(layer.Name + ".bias", out Parameter? bias);
        Fold(preparation, weight, bias, layer.Name);
    }

    // W (P (S (x - shift) - mean)) = W P S x - W P (S shift + mean)
    private static void Fold(Preparation preparation, Parameter weight, Parameter? bias, string layer)
    {
        int units = weight.Shape[0], inputs = weight.Shape[1];
        NumberColumn[] columns = [.. preparation.Columns.Cast<NumberColumn>()];
        float[] weights = new float[weight.Length], biases = new float[units];
        weight.CopyTo(weights);
        bias?.CopyTo(biases);
        Projection? projection = preparation.Projection;
        double[] row = new double[inputs];
        for (int unit = 0; unit < units; unit++)
        {
            Span<float> own = weights.AsSpan(unit * inputs, inputs);
            for (int i = 0; i < inputs; i++)
                row[i] = projection is null ? own[i] : Projected(projection, own, i);
            double offset = 0;
            for (int i = 0; i < inputs; i++)
            {
                double mean = projection is null ? 0 : projection.Mean[i];
                offset -= row[i] * ((double)columns[i].Scale * columns[i].Shift + mean);
                own[i] = (float)(row[i] * columns[i].Scale);
            }
            biases[unit] = (float)(biases[unit] + offset);
        }

        if (bias is null && biases.Any(value => value != 0))
            throw Bad($"a layer with biases, for the preparation shifts columns; {layer} has none");
        weight.CopyFrom(weights);
        bias?.CopyFrom(biases);
    }

    private static double Projected(Projection projection, ReadOnlySpan<float> weights, int input)
    {
        double sum = 0;
        for (int j = 0; j < projection.Outputs; j++)
            sum += (double)weights[j] * projection.Matrix[j * projection.Inputs + input];
        return sum;
    }

    private static InvalidOperationException Bad(string expected) =>
        new($"The preparation cannot be folded into the network: expected {expected}.");
}
