using DeepTrain;
using DeepTrain.Disassembled;

// A step and a prediction of each network, so that the just-in-time compiler compiles all of it and says what it made: a test reads that.
foreach (INetwork network in new INetwork[] { new Narrow(), new LeNet(), new Odd(), new Wide(), new Dense(), new Smooth() })
{
    const int Rows = 33;
    float[] inputs = new float[Rows * network.InputSize], targets = new float[Rows * network.OutputSize], outputs = new float[targets.Length];
    for (int row = 0; row < Rows; row++)
        targets[row * network.OutputSize] = 1;
    network.TrainBatch(inputs, targets);
    network.Predict(inputs, outputs);
}
