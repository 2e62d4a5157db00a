using System.Globalization;
using System.Text;
using DeepTrain;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
int seed = args.Length > 0 ? int.Parse(args[0]) : 1;

// The predicted gradients are those of the mean loss over a batch of 64 rows, so this is what is measured.
const int Rows = 64;

Report.WriteText($"""
    What initial weights do to ten layers of 500 units, before any training (Glorot and Bengio 2010, He et al. 2015). The
    compiler has predicted every layer from the declaration; one network with random weights, shown {Rows} rows of random data,
    is measured. Gradients are those of the mean loss with respect to a layer's activations, as root mean square. The height of
    a bar is the square root of its share. In deep ReLU networks, one draw of the weights differs from the next by a tenth: try
    other seeds (the argument).
    """);

foreach (Experiment experiment in Experiment.All)
{
    INetwork network = experiment.Create((ulong)seed);
    RandomRows data = RandomRows.Draw(Rows, network.InputSize, network.OutputSize, seed);
    var observer = new ActivationObserver(experiment.Smallest, experiment.Largest);
    network.Inspect(data.Inputs, data.Targets, observer);
    Report.Write(experiment, observer.Layers);
}

Report.WriteText("""
    What one sees: weights too small make signal and gradient fade to nothing. Weights too large pin tanh to -1 and 1, and yet
    the gradient explodes on its way back. Xavier's weights keep tanh alive through all layers, but ReLU, which cuts off half of
    its input, fades by 0.71 a layer with them; He's make up for that half.
    """);
