using System.Globalization;
using Xunit;

namespace DeepTrain.Tests.Library;

public class DescriptionTests
{
    private static NetworkDescription Digits() => new(
        "Digits",
        [64],
        [
            Layer("dense1", "Dense", [32], 2080, 2048, 1.414, 0.01204),
            Layer("relu1", "ReLU", [32], 0, 0, 0.5831, 0.01213),
            Layer("dense2", "Dense", [10], 330, 320, 0.91, double.NaN),
        ],
        LossKind.SoftmaxCrossEntropy, "Adam", 40_000, 1_000);

    private static LayerDescription Layer(
        string name, string kind, int[] shape, int parameters, long multiplyAdds, double activation, double gradient) =>
        new(name, kind, shape, parameters, multiplyAdds, activation, gradient);

    [Fact]
    public void Table_with_predictions()
    {
        string[] lines = Digits().ToString().Split('\n');
        Assert.Equal(
            [
                "Digits",
                "-------------------------------------------------------------------",
                "layer (kind)    output  parameters  multiply-adds  signal  gradient",
                "-------------------------------------------------------------------",
                "input               64",
                "dense1 (Dense)      32       2,080          2,048    1.41    0.0120",
                "relu1 (ReLU)        32                              0.583    0.0121",
                "dense2 (Dense)      10         330            320   0.910",
                "-------------------------------------------------------------------",
                "signal, gradient: the predicted standard deviation of a layer's output, and of",
                "the loss's gradient there, at the start of training",
                "loss             SoftmaxCrossEntropy",
                "optimizer        Adam",
                "parameters       2,410 (9.4 KiB)",
                "multiply-adds    2,368 a row (4,736 FLOPs)",
                "training memory  40.0 KiB for 1 row, 70.3 KiB for 32 rows",
            ],
            lines);
    }

    [Fact]
    public void Table_without_predictions_has_no_columns_for_them()
    {
        var network = new NetworkDescription(
            "Images", [1, 28, 28], [Layer("conv1", "Conv2D", [8, 26, 26], 80, 48672, double.NaN, double.NaN)],
            LossKind.MeanSquaredError, "SGD", 3L << 30, 1 << 20);
        Assert.Equal(
            [
                "Images",
                "------------------------------------------------------",
                "layer (kind)         output  parameters  multiply-adds",
                "------------------------------------------------------",
                "input           1 x 28 x 28",
                "conv1 (Conv2D)  8 x 26 x 26          80         48,672",
                "------------------------------------------------------",
                "loss             MeanSquaredError",
                "optimizer        SGD",
                "parameters       80 (320 bytes)",
                "multiply-adds    48,672 a row (97,344 FLOPs)",
                "training memory  3.0 GiB for 1 row, 3.0 GiB for 32 rows",
            ],
            network.ToString().Split('\n'));
    }

    [Fact]
    public void Table_fits_80_columns_whatever_layers_are_called()
    {
        LayerDescription Deep(string name, string kind) =>
            Layer(name, kind, [1024, 256, 256], 1_234_567, 1_234_567_890, 1.5e-12, 2.5e-13);
        var plain = new NetworkDescription(
            "N", [3, 256, 256], [Deep("globalpool12", "GlobalAveragePool2D")], LossKind.SoftmaxCrossEntropy, "RMSProp", 1, 1);
        var named = new NetworkDescription(
            "N", [3, 256, 256], [Deep("theVeryFirstLayerOfTheNetworkThatLooksAtPixels", "Dense")], LossKind.Huber, "SGD", 1, 1);
        Assert.All(
            plain.ToString().Split('\n').Concat(named.ToString().Split('\n')), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("\nglobalpool12 ", plain.ToString());
        Assert.Contains("\ntheVeryFirst...", named.ToString());
    }

    [Fact]
    public void Table_does_not_depend_on_the_culture()
    {
        string expected = Digits().ToString();
        CultureInfo before = CultureInfo.CurrentCulture;
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NumberGroupSeparator = "_";
        odd.NumberFormat.NumberDecimalSeparator = ";";
        odd.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = odd;
        try
        {
            Assert.Equal(expected, Digits().ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(1234.5, "1,23")]
    [InlineData(12.345, "12.3")]
    [InlineData(0.0001234, "0.000123")]
    [InlineData(1e-9, "1.00e-9")]
    [InlineData(2.5e7, "2.50e+7")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(0.0, "   0")]
    public void Predictions_are_short(double std, string shown)
    {
        var network = new NetworkDescription("N", [1], [Layer("a", "Dense", [1], 1, 1, std, double.NaN)], LossKind.Huber, "O", 0, 0);
        Assert.Contains(shown, network.ToString().Split('\n')[5]);
    }

    [Fact]
    public void Totals_are_sums()
    {
        NetworkDescription network = Digits();
        Assert.Equal(64, network.InputSize);
        Assert.Equal(10, network.OutputSize);
        Assert.Equal(2410, network.ParameterCount);
        Assert.Equal(2368, network.MultiplyAdds);
        Assert.Equal(2 * 2368, network.Flops);
        Assert.Equal(4 * 2410, network.ParameterBytes);
        Assert.Equal(40_000 + 7 * 1_000, network.TrainingBytes(7));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.TrainingBytes(0));
        var huge = new NetworkDescription("N", [1], [], LossKind.Huber, "O", 1, long.MaxValue / 2);
        Assert.Throws<OverflowException>(() => huge.TrainingBytes(3));
        Assert.Equal(1, huge.OutputSize);
    }

    [Fact]
    public void Layers_describe_themselves()
    {
        LayerDescription layer = Layer("conv1", "Conv2D", [8, 26, 26], 80, 48672, 1, 2);
        Assert.Equal(8 * 26 * 26, layer.OutputSize);
        Assert.Equal([8, 26, 26], layer.OutputShape);
        Assert.Equal("conv1 (Conv2D): 8 x 26 x 26", layer.ToString());
        int[] shape = [4];
        LayerDescription copy = Layer("a", "ReLU", shape, 0, 0, 1, 1);
        shape[0] = 5;
        Assert.Equal([4], copy.OutputShape);
    }
}
