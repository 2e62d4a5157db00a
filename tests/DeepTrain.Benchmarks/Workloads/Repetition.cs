using System.Runtime.CompilerServices;
using DeepTrain.Benchmarks.Networks;

namespace DeepTrain.Benchmarks.Workloads;

/// <summary>A workload that is ready to run: network, data, and the loop that repeats it.</summary>
internal sealed class Repetition
{
    /// <summary>
    /// Small enough that no batch is ever learned by heart: gradients that vanish would become denormal numbers, which some
    /// processors compute slowly. The instructions are the same for any rate.
    /// </summary>
    private const float LearningRate = 1e-7f;

    private readonly Workload _workload;
    private readonly INetwork _network;
    private readonly RandomRows _batch;

    public Repetition(Workload workload, int threads)
    {
        _workload = workload;
        _network = workload.Create();
        _network.LearningRate = LearningRate;
        _network.Threads = threads;
        _batch = new RandomRows(_network, workload.Pass == Pass.TrainEpoch ? workload.Samples : workload.Rows);
        Flops = workload.Flops(_network.Description);
    }

    /// <summary>Floating-point operations of one repetition.</summary>
    public double Flops { get; }

    public INetwork Network => _network;

    public void Run(int times)
    {
        if (_network is NetworkA small && _workload.Pass != Pass.TrainEpoch)
        {
            RunSmall(small, times);
            return;
        }
        switch (_workload.Pass)
        {
            case Pass.Predict:
                for (int i = 0; i < times; i++)
                    _network.Predict(_batch.Inputs, _batch.Outputs);
                break;
            case Pass.PredictChained:
                for (int i = 0; i < times; i++)
                {
                    _network.Predict(_batch.Inputs, _batch.Outputs);
                    _batch.Inputs[0] = _batch.Outputs[0];
                }
                break;
            case Pass.Train when _batch.Labels is { } labels:
                for (int i = 0; i < times; i++)
                    _network.TrainBatch(_batch.Inputs, labels);
                break;
            case Pass.Train:
                for (int i = 0; i < times; i++)
                    _network.TrainBatch(_batch.Inputs, _batch.Targets);
                break;
            default:
                for (int i = 0; i < times; i++)
                    TrainEpoch();
                break;
        }
    }

    // The smallest network is called as its user would, not through the interface, which would be a tenth of its time.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunSmall(NetworkA network, int times)
    {
        float[] inputs = _batch.Inputs, outputs = _batch.Outputs, targets = _batch.Targets;
        switch (_workload.Pass)
        {
            case Pass.Predict:
                for (int i = 0; i < times; i++)
                    network.Predict(inputs, outputs);
                break;
            case Pass.PredictChained:
                for (int i = 0; i < times; i++)
                {
                    network.Predict(inputs, outputs);
                    inputs[0] = outputs[0];
                }
                break;
            default:
                for (int i = 0; i < times; i++)
                    network.TrainBatch(inputs, targets);
                break;
        }
    }

    private void TrainEpoch()
    {
        int inputs = _network.InputSize, outputs = _network.OutputSize;
        for (int row = 0; row < _batch.Rows; row += _workload.Rows)
        {
            int rows = Math.Min(_workload.Rows, _batch.Rows - row);
            _network.TrainBatch(
                _batch.Inputs.AsSpan(row * inputs, rows * inputs), _batch.Targets.AsSpan(row * outputs, rows * outputs));
        }
    }
}
